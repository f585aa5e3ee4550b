package io.lockstep.cli;

import java.util.Locale;

/**
 * A setting: an environment variable {@code LOCKSTEP_…}, and a flag of the same name unless it is
 * secret. A secret may also be given in a file that {@code …_FILE} names.
 */
enum Setting {
  REDIS_URL(
      "",
      false,
      "Redis, as redis://[user:password@]host:port[/db] or rediss://; empty = an embedded Redis in the data directory"),
  DATA_DIR(
      "data",
      false,
      "where the embedded Redis, the generated vault key and the sealed backup are kept"),
  BACKUP_DIR(
      "",
      false,
      "where the sealed backup of credentials is kept; empty = backup in the data directory"),
  VAULT_KEY(
      "",
      true,
      "the key that seals credentials, as `lockstep vault-key` prints it; empty = one is generated into the data directory"),
  ENROLMENT(
      "",
      true,
      "orgs and connections to enrol at start, as JSON; usually by LOCKSTEP_ENROLMENT_FILE"),
  HTTP_HOST("127.0.0.1", false, "the address the web server listens on"),
  HTTP_PORT("8080", false, "the port the web server listens on; 0 = any free one"),
  PUBLIC_URL(
      "",
      false,
      "where Google, Microsoft and Salesforce reach this installation, with https; empty = no push, polling only"),
  THREADS("4", false, "passes at the same time"),
  FEED_INTERVAL("60s", false, "how often an org's change feed is read"),
  CONFIGURATION_INTERVAL("10m", false, "how often an org's configuration is read"),
  POLL_EVENTS("15m", false, "how often a calendar is polled where push does not work"),
  POLL_EVENTS_PUSHED("8h", false, "how often a calendar with working push is polled all the same"),
  POLL_CONTACTS("10m", false, "how often contacts are polled while something changes"),
  POLL_CONTACTS_IDLE("60m", false, "how often contacts are polled while nothing changes"),
  LOG_INTERVAL("5m", false, "how often logs and statuses are written to the orgs"),
  QUOTA_SHARE(
      "0.2",
      false,
      "the share of an org's daily API calls, all integrations together, at which background work stops"),
  GOOGLE_ROOT_URL("", false, "Google's APIs; empty = Google's own"),
  GOOGLE_TOKEN_URL("", false, "Google's token endpoint; empty = Google's own"),
  GOOGLE_CONTACTS_VISIBLE_WITHIN(
      "10m", false, "how long a contact created at Google may stay invisible in listings"),
  GRAPH_ROOT_URL(
      "https://graph.microsoft.com", false, "Microsoft Graph; another one for national clouds"),
  GRAPH_CREATES_VISIBLE_WITHIN(
      "2m",
      false,
      "how long a create at Microsoft 365 whose answer was lost may still be on its way"),
  OUT_OF_SCOPE_MAILBOX(
      "",
      false,
      "a Microsoft 365 mailbox that must be out of the application's scope; doctor looks whether it is"),
  MICROSOFT_LOGIN_URL(
      "https://login.microsoftonline.com",
      false,
      "Microsoft's sign-in; another one for national clouds"),
  SALESFORCE_LOGIN_URL(
      "https://login.salesforce.com",
      false,
      "Salesforce's sign-in for orgs whose enrolment names none");

  private final String otherwise;
  private final boolean secret;
  private final String description;

  Setting(String otherwise, boolean secret, String description) {
    this.otherwise = otherwise;
    this.secret = secret;
    this.description = description;
  }

  String variable() {
    return "LOCKSTEP_" + name();
  }

  /** Secrets have no flag: a command line can be seen by every user of the machine. */
  String flag() {
    return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String otherwise() {
    return otherwise;
  }

  boolean secret() {
    return secret;
  }

  String description() {
    return description;
  }
}
