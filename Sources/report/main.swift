import StageKit

ReportOptions.command.main(run)
