/// The settings of all programs, so that one configuration file can serve a whole pipeline: what is
/// another program's setting is passed over, and anything else refused.
public enum SisterSettings {
  /// Their names, sorted.
  public static let names: Set<String> = [
    "accept_channel", "accepted", "account", "action", "action_secret", "action_secret_file",
    "allow_empty", "api_key", "api_key_file", "apply", "as_of", "at_eof", "bare", "bare_orders",
    "base_url", "baseline", "by", "callback_url", "calling_code", "catalog", "check", "checks",
    "claims", "click_window", "commit_every", "confirm_after", "connect_timeout", "country",
    "coupon_window", "covers", "create_with_keyword", "currency", "database_url",
    "database_url_file", "date", "date_format", "days", "decimal", "default_currency", "deleted",
    "delimiter", "deny", "discover", "dry_run", "event", "exclude_tag", "exclude_view_only",
    "exclude_zero_net", "fault_rate", "faults", "files", "files_from", "filters_by_second",
    "format", "fraction_digits", "from", "hard_delete", "headers_file", "in_flight", "invalid_text",
    "journal", "keep", "key", "keyword_window", "latency", "lock_timeout", "log_format",
    "log_level", "mapping", "match_delay", "max_age", "max_bytes", "max_creates", "max_delete",
    "max_items", "max_records", "max_rejects", "max_withdrawn", "mutations", "next_token",
    "next_token_file", "no_proxy", "no_webhooks", "not_accepted", "numeric_pending_ids",
    "observations",
    "on_unknown", "opt_outs", "order_by", "orders", "orders_at_eof", "orders_cover", "orders_facts",
    "orders_stream", "overlap", "page_size", "part", "partial", "partition", "partitions",
    "partner_key", "partner_key_file", "plan", "policy", "port", "prefix", "print_mapping",
    "print_profiles", "print_types", "profile", "progress", "proxy", "proxy_file", "query",
    "questions", "quiet_hours", "rate", "rate_file", "rate_limit", "redacted", "refunds_stream",
    "rejects", "remove_extracted", "renewals", "replay", "replication_key", "report_conflicts",
    "reporting_timezone", "request_log", "require_coverage", "require_customer_match",
    "require_match", "retry_after", "retry_for", "revenue", "revoke_after", "run_id", "schema",
    "schema_file", "seed", "session", "shard", "shop_number", "shopify_report", "since", "snapshot",
    "source_system", "spool", "state", "state_id", "statement_timeout", "store", "stream",
    "streams", "subscribers", "sync_log", "tables", "target", "temporary_folder", "timeout",
    "timezone", "title", "to", "token", "token_file", "tolerance", "twins", "type", "unique_events",
    "unknown_ids", "unknown_window", "unstable_ties", "until", "view_window", "webhook_disorder",
    "webhook_receiver", "webhook_repeats", "webhook_retry", "width", "write_limit",
  ]
}
