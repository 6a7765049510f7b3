-- The log says a window in one way, whatever the session that changes it has set.
alter function @schema@.log_setting_changes() set intervalstyle = 'postgres';
