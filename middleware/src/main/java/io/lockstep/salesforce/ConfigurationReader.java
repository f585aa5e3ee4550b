package io.lockstep.salesforce;

import io.lockstep.contact.ContactSelector;
import io.lockstep.port.PortException;
import io.lockstep.sync.Direction;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Winner;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads an org's configuration as the integration user, in few calls. A row that cannot be
 * understood switches its own configuration off and nothing else.
 */
final class ConfigurationReader {
  private final CountedRows counted;
  private final RecordQueries queries;
  private final Supplier<UserView> view;
  private final List<OrgConfiguration.Problem> problems = new ArrayList<>();

  /**
   * @param view the integration user's, to know the fields that there are
   */
  ConfigurationReader(CountedRows counted, RecordQueries queries, Supplier<UserView> view) {
    this.counted = counted;
    this.queries = queries;
    this.view = view;
  }

  OrgConfiguration read() {
    Map<String, SyncRules> rules = new LinkedHashMap<>();
    Map<String, Map<Kind, FieldChoices>> choices = fieldChoices();
    for (Map<String, String> row :
        rows("SyncConfiguration__c", CONFIGURATION, "Active__c = true")) {
      configuration(row, choices.getOrDefault(row.getOrDefault("Id", ""), Map.of()))
          .ifPresent(one -> rules.put(one.id(), one));
    }
    problems.forEach(problem -> rules.remove(problem.configurationId()));
    Map<String, OrgConfiguration.SyncConnection> connections = new HashMap<>();
    rows("SyncConnection__c", CONNECTION, "").stream()
        .map(ConfigurationReader::connection)
        .forEach(one -> connections.put(one.id(), one));
    Map<String, OrgConfiguration.SyncMailbox> mailboxes = new HashMap<>();
    rows("SyncMailbox__c", MAILBOX, "").stream()
        .map(ConfigurationReader::mailbox)
        .forEach(one -> mailboxes.put(one.userId(), one));
    List<Map<String, String>> assignments = rows("SyncAssignment__c", ASSIGNMENT, "");
    return new OrgConfiguration(
        new AssignedUsers(counted, rules).of(assignments), connections, mailboxes, problems);
  }

  private static final List<String> CONFIGURATION =
      List.of(
          "Id",
          "Name",
          "Connection__c",
          "ContactDirection__c",
          "EventDirection__c",
          "ContactWinner__c",
          "EventWinner__c",
          "ContactScope__c",
          "ContactFilter__c",
          "EventFilter__c",
          "EventPastDays__c",
          "EventFutureDays__c",
          "PropagateDeletes__c",
          "ContactLeavesScope__c",
          "SyncPrivateEvents__c",
          "ContactSelector__c",
          "Priority__c");
  private static final List<String> FIELD_MAPPING =
      List.of(
          "Id",
          "Name",
          "Configuration__c",
          "ObjectName__c",
          "SalesforceField__c",
          "MailField__c",
          "Direction__c");
  private static final List<String> CONNECTION =
      List.of("Id", "Name", "Provider__c", "AuthType__c", "Active__c", "Tenant__c", "Domain__c");
  private static final List<String> MAILBOX =
      List.of("Id", "User__c", "Address__c", "Connection__c", "Status__c", "Request__c");
  private static final List<String> ASSIGNMENT =
      List.of("Id", "Configuration__c", "AssigneeType__c", "AssigneeId__c");

  private List<Map<String, String>> rows(String object, List<String> columns, String where) {
    return counted.read(object, columns, where);
  }

  private Map<String, Map<Kind, FieldChoices>> fieldChoices() {
    Map<String, List<Map<String, String>>> byConfiguration = new LinkedHashMap<>();
    for (Map<String, String> row : rows("SyncFieldMapping__c", FIELD_MAPPING, "")) {
      byConfiguration
          .computeIfAbsent(text(row, "Configuration__c"), any -> new ArrayList<>())
          .add(row);
    }
    FieldMappingRows mappings =
        new FieldMappingRows(
            kind -> kind == Kind.EVENT ? view.get().event() : view.get().contact(),
            (row, what) -> problem(text(row, "Configuration__c"), row, what));
    Map<String, Map<Kind, FieldChoices>> choices = new HashMap<>();
    byConfiguration.forEach((id, rows) -> choices.put(id, mappings.read(rows)));
    return choices;
  }

  private Optional<SyncRules> configuration(
      Map<String, String> row, Map<Kind, FieldChoices> fieldChoices) {
    String id = text(row, "Id");
    String contactFilter = filter(row, "ContactFilter__c", "Contact");
    String eventFilter = filter(row, "EventFilter__c", "Event");
    try {
      return Optional.of(
          new SyncRules(
              id,
              text(row, "Name"),
              Versions.orNull(text(row, "Connection__c")),
              choice(row, "ContactDirection__c", Direction::valueOf, Direction.OFF),
              choice(row, "EventDirection__c", Direction::valueOf, Direction.OFF),
              choice(row, "ContactWinner__c", Winner::valueOf, Winner.LATEST),
              choice(row, "EventWinner__c", Winner::valueOf, Winner.MAIL),
              scope(text(row, "ContactScope__c")),
              contactFilter,
              eventFilter,
              Math.clamp(number(row, "EventPastDays__c", 0), 0, 365),
              text(row, "EventFutureDays__c").isEmpty()
                  ? null
                  : Math.max(0, number(row, "EventFutureDays__c", 0)),
              flag(row, "PropagateDeletes__c"),
              text(row, "ContactLeavesScope__c").equals("Remove"),
              flag(row, "SyncPrivateEvents__c"),
              selector(row),
              number(row, "Priority__c", 100),
              fieldChoices));
    } catch (IllegalArgumentException e) {
      problem(
          id, row, "holds a value that this version of Lockstep does not know: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Asked of Salesforce itself, since only it knows all of SOQL. */
  private @Nullable String filter(Map<String, String> row, String field, String object) {
    String filter = text(row, field);
    if (filter.isBlank()) {
      return null;
    }
    if (!Soql.staysInside(filter)) {
      problem(text(row, "Id"), row, "has unbalanced brackets or quotes in " + field);
      return filter;
    }
    try {
      queries.all("SELECT Id FROM " + object + " WHERE (" + filter + ") LIMIT 1", false);
    } catch (PortException.AccessLost e) {
      problem(
          text(row, "Id"),
          row,
          "has a condition in " + field + " that Salesforce refuses: " + e.code());
    }
    return filter;
  }

  private ContactSelector selector(Map<String, String> row) {
    try {
      return ContactSelector.of(text(row, "ContactSelector__c"));
    } catch (IllegalArgumentException e) {
      problem(text(row, "Id"), row, "has a ContactSelector__c that " + e.getMessage());
      return ContactSelector.DEFAULT;
    }
  }

  private void problem(String configuration, Map<String, String> row, String what) {
    problems.add(
        new OrgConfiguration.Problem(
            configuration,
            "The row "
                + text(row, "Name")
                + " ("
                + text(row, "Id")
                + ") "
                + what
                + ". Its configuration is off until that is mended."));
  }

  private static SyncRules.ContactScope scope(String value) {
    return switch (value) {
      case "" -> SyncRules.ContactScope.NONE;
      case "Owned" -> SyncRules.ContactScope.OWNED;
      case "AllVisible" -> SyncRules.ContactScope.ALL_VISIBLE;
      default -> throw new IllegalArgumentException(value);
    };
  }

  private static OrgConfiguration.SyncConnection connection(Map<String, String> row) {
    return new OrgConfiguration.SyncConnection(
        text(row, "Id"),
        text(row, "Name"),
        text(row, "Provider__c").equals("Google")
            ? OrgConfiguration.Provider.GOOGLE
            : OrgConfiguration.Provider.MICROSOFT,
        switch (text(row, "AuthType__c")) {
          case "ServiceAccount" -> OrgConfiguration.AuthType.SERVICE_ACCOUNT;
          case "AppOnly" -> OrgConfiguration.AuthType.APP_ONLY;
          default -> OrgConfiguration.AuthType.USER_OAUTH;
        },
        flag(row, "Active__c"),
        text(row, "Tenant__c"),
        Arrays.stream(text(row, "Domain__c").split("\\s+"))
            .filter(domain -> !domain.isEmpty())
            .map(domain -> domain.toLowerCase(Locale.ROOT))
            .toList());
  }

  private static OrgConfiguration.SyncMailbox mailbox(Map<String, String> row) {
    return new OrgConfiguration.SyncMailbox(
        text(row, "Id"),
        text(row, "User__c"),
        text(row, "Address__c"),
        Versions.orNull(text(row, "Connection__c")),
        text(row, "Status__c"),
        Versions.orNull(text(row, "Request__c")));
  }

  private static <T> T choice(
      Map<String, String> row, String field, Function<String, T> read, T otherwise) {
    String value = text(row, field);
    return value.isEmpty() ? otherwise : read.apply(value.toUpperCase(Locale.ROOT));
  }

  private static String text(Map<String, String> row, String field) {
    return row.getOrDefault(field, "");
  }

  private static boolean flag(Map<String, String> row, String field) {
    return text(row, field).equalsIgnoreCase("true");
  }

  /** Salesforce answers whole numbers as {@code 30.0}. */
  private static int number(Map<String, String> row, String field, int otherwise) {
    String value = text(row, field);
    return value.isEmpty() ? otherwise : new BigDecimal(value).intValue();
  }
}
