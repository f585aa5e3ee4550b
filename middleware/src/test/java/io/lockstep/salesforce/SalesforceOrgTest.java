package io.lockstep.salesforce;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contact.ContactSelector;
import io.lockstep.contact.PersonField;
import io.lockstep.contact.PostalAddress;
import io.lockstep.port.Answer;
import io.lockstep.port.Crm;
import io.lockstep.port.CrmFeed;
import io.lockstep.sandbox.salesforce.org.OrgShape;
import io.lockstep.sync.Direction;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Winner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of an org as a whole, over real HTTP against the simulated org. */
class SalesforceOrgTest {

  private static OrgShape shape(String namespace) {
    OrgShape plain = OrgShape.plain().withMultiDayEvents(true);
    return namespace.isEmpty() ? plain : plain.withNamespace(namespace);
  }

  private static String add(SandboxOrg sandbox, String object, String... namesAndValues) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String name = namesAndValues[i];
      String value = namesAndValues[i + 1];
      values.put(
          name.endsWith("__c") ? sandbox.org.setup().packaged(name) : name,
          value.equals("true") ? (Object) true : value);
    }
    return sandbox.org.setup().add(sandbox.org.setup().packaged(object), values);
  }

  private static String configuration(SandboxOrg sandbox, String name, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "Name", name,
                "Active__c", "true",
                "ContactDirection__c", "Both",
                "EventDirection__c", "In",
                "ContactWinner__c", "Latest",
                "EventWinner__c", "Mail",
                "ContactScope__c", "Owned"));
    all.addAll(List.of(more));
    return add(sandbox, "SyncConfiguration__c", all.toArray(String[]::new));
  }

  private static void assign(SandboxOrg sandbox, String configuration, String type, String id) {
    add(
        sandbox,
        "SyncAssignment__c",
        "Configuration__c",
        configuration,
        "AssigneeType__c",
        type,
        "AssigneeId__c",
        id);
  }

  @Test
  void identity_tellsTheShape() {
    try (SandboxOrg sandbox = new SandboxOrg(OrgShape.plain().withNamespace("lockstep"))) {
      OrgInfo info = sandbox.salesforce.identity();

      assertThat(info.id()).isEqualTo(sandbox.org.identity().id());
      assertThat(info.packageNamespace()).isEqualTo("lockstep");
      assertThat(info.packageInstalled()).isTrue();
      assertThat(info.sandbox()).isFalse();
      assertThat(info.personAccounts()).isFalse();
      assertThat(info.multiCurrency()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lockstep"})
  void feed_tellsCreationsChangesAndDeletionsWithOwners(String namespace) {
    try (SandboxOrg sandbox = new SandboxOrg(shape(namespace))) {
      CrmFeed feed = sandbox.salesforce.feed();
      Crm sue = sandbox.as(SandboxOrg.SUE);
      String cursor = feed.start();
      FieldValues ada = FieldValues.NONE.with(PersonField.LAST_NAME, "Lovelace");
      sue.write(List.of(new Crm.Write.Upsert(Kind.CONTACT, "k1", ada, "s1", Crm.ANYTHING)));
      String id = sue.findByKey(Kind.CONTACT, List.of("k1")).getFirst().id();
      sandbox.pass(Duration.ofMinutes(2));

      CrmFeed.Page created = feed.changes(cursor);
      CrmFeed.Page quiet = feed.changes(created.cursor());
      sandbox.org.people().deletes(sandbox.sue, id);
      sandbox.pass(Duration.ofMinutes(2));
      CrmFeed.Page deleted = feed.changes(quiet.cursor());

      assertThat(created.changes())
          .containsExactly(new CrmFeed.Change(Kind.CONTACT, id, sandbox.sue, false));
      assertThat(quiet.changes()).isEmpty();
      assertThat(deleted.changes())
          .containsExactly(new CrmFeed.Change(Kind.CONTACT, id, sandbox.sue, true));
    }
  }

  @Test
  void hardDeletion_showsInTheHourlyLog() {
    try (SandboxOrg sandbox = new SandboxOrg()) {
      CrmFeed feed = sandbox.salesforce.feed();
      Crm sue = sandbox.as(SandboxOrg.SUE);
      FieldValues ada = FieldValues.NONE.with(PersonField.LAST_NAME, "Lovelace");
      sue.write(List.of(new Crm.Write.Upsert(Kind.CONTACT, "k1", ada, "s1", Crm.ANYTHING)));
      String id = sue.findByKey(Kind.CONTACT, List.of("k1")).getFirst().id();
      sandbox.pass(Duration.ofMinutes(20));
      String cursor = feed.changes(feed.start()).cursor();
      sandbox.org.people().deletes(sandbox.sue, id);
      sandbox.org.setup().hardDelete(List.of(id));
      sandbox.pass(Duration.ofHours(2));

      assertThat(feed.changes(cursor).changes())
          .containsExactly(new CrmFeed.Change(Kind.CONTACT, id, null, true));
    }
  }

  @Test
  void contacts_inAnOrgOfAnotherShape_readBackAsNormal() {
    OrgShape shape =
        shape("lockstep")
            .withStateAndCountryPicklists(true)
            .withMiddleNames(true)
            .withPersonAccounts(true)
            .withMultiCurrency(true);
    try (SandboxOrg sandbox = new SandboxOrg(shape)) {
      Crm sue = sandbox.as(SandboxOrg.SUE);
      Set<String> promised = new TreeSet<>(sue.fields(Kind.CONTACT));
      assertThat(promised).contains(PersonField.MIDDLE_NAME, PersonField.SUFFIX);
      promised.remove(PersonField.COMPANY);
      for (int seed = 0; seed < 40; seed++) {
        FieldValues values =
            new RandomValues(new Random(seed))
                .contact()
                .with(PersonField.LAST_NAME, "L" + seed)
                .with(
                    PersonField.ADDRESS_BUSINESS,
                    new PostalAddress("1 Way", "Austin", "TX", "1", "united states").text());
        FieldValues normal = sue.normal(Kind.CONTACT, values);
        String key = "k" + seed;

        assertThat(
                sue.write(
                    List.of(new Crm.Write.Upsert(Kind.CONTACT, key, values, "s", Crm.ANYTHING))))
            .as("seed %d", seed)
            .first()
            .isInstanceOf(Answer.Saved.class);

        Crm.KeyMatch match = sue.findByKey(Kind.CONTACT, List.of(key)).getFirst();
        assertThat(((Sighting.Present) match.sighting()).snapshot().fields().only(promised))
            .as("seed %d", seed)
            .isEqualTo(normal.only(promised));
      }
    }
  }

  @Test
  void preflight_passesForAUserWithAllRights() {
    try (SandboxOrg sandbox = new SandboxOrg()) {
      assertThat(sandbox.salesforce.check(SandboxOrg.SUE).findings()).isEmpty();
    }
  }

  @Test
  void preflight_namesEachReason() {
    try (SandboxOrg sandbox = new SandboxOrg()) {
      sandbox.org.setup().unassign(sandbox.mia, "Lockstep_User");
      sandbox.org.setup().addUser("new@x.example", "New", "One", "Standard User", null, "UTC");
      sandbox.org.setup().setFrozen(sandbox.sue, true);

      assertThat(codes(sandbox, SandboxOrg.MIA))
          .contains("FIELD_RIGHTS_Event", "FIELD_RIGHTS_Contact");
      assertThat(codes(sandbox, "new@x.example")).containsExactly("not_approved");
      assertThat(codes(sandbox, SandboxOrg.SUE)).containsExactly("user_frozen");
      sandbox.org.setup().setActive(sandbox.sue, false);
      assertThat(codes(sandbox, SandboxOrg.SUE)).containsExactly("inactive_user");
      assertThat(codes(sandbox, "nobody@x.example")).containsExactly("NO_SUCH_USER");
    }
  }

  private static List<String> codes(SandboxOrg sandbox, String username) {
    return sandbox.salesforce.check(username).findings().stream()
        .map(Preflight.Finding::code)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lockstep"})
  void configuration_ofTheUserBeatsThatOfTheProfile(String namespace) {
    try (SandboxOrg sandbox = new SandboxOrg(shape(namespace))) {
      String everyone = configuration(sandbox, "Everyone", "Priority__c", "1");
      String mine = configuration(sandbox, "Sue's own", "ContactFilter__c", "LastName != 'x'");
      assign(
          sandbox,
          everyone,
          "Profile",
          requireNonNull(sandbox.org.userById(sandbox.mia)).profileId());
      assign(sandbox, mine, "User", sandbox.sue);

      OrgConfiguration read = sandbox.salesforce.configuration();

      assertThat(read.problems()).isEmpty();
      assertThat(requireNonNull(read.users().get(sandbox.mia)).rules().name())
          .isEqualTo("Everyone");
      SyncRules rules = requireNonNull(read.users().get(sandbox.sue)).rules();
      assertThat(rules.name()).isEqualTo("Sue's own");
      assertThat(rules.direction(Kind.EVENT)).isEqualTo(Direction.IN);
      assertThat(rules.winner(Kind.CONTACT)).isEqualTo(Winner.LATEST);
      assertThat(rules.contactFilter()).isEqualTo("LastName != 'x'");
      assertThat(read.users().get(sandbox.sue).username()).isEqualTo(SandboxOrg.SUE);
    }
  }

  @Test
  void configuration_withARowThatCannotBeUnderstood_isOffAlone() {
    try (SandboxOrg sandbox = new SandboxOrg()) {
      String bad = configuration(sandbox, "Bad", "EventFilter__c", "Nonsense__c = 1");
      String good = configuration(sandbox, "Good");
      assign(sandbox, bad, "User", sandbox.sue);
      assign(sandbox, good, "User", sandbox.mia);

      OrgConfiguration read = sandbox.salesforce.configuration();

      assertThat(read.users()).containsOnlyKeys(sandbox.mia);
      assertThat(read.problems())
          .singleElement()
          .satisfies(
              problem -> assertThat(problem.advice()).contains("Bad").contains("EventFilter__c"));
    }
  }

  private static void integrationSees(SandboxOrg sandbox, String... fields) {
    for (String field : fields) {
      sandbox.org.setup().setFieldRight("Lockstep_Integration", field, "r");
    }
  }

  @Test
  void contactSelector_thatIsNoSingleName_isRefusedWithASentence() {
    try (SandboxOrg sandbox = new SandboxOrg()) {
      String two = configuration(sandbox, "Two", "ContactSelector__c", "Kunden, Partner");
      String one = configuration(sandbox, "One", "ContactSelector__c", "Kunden");
      assign(sandbox, two, "User", sandbox.sue);
      assign(sandbox, one, "User", sandbox.mia);

      OrgConfiguration read = sandbox.salesforce.configuration();

      assertThat(read.users()).containsOnlyKeys(sandbox.mia);
      assertThat(requireNonNull(read.users().get(sandbox.mia)).rules().contactSelector())
          .isEqualTo(ContactSelector.of("Kunden"));
      assertThat(read.problems())
          .singleElement()
          .satisfies(
              problem ->
                  assertThat(problem.advice())
                      .contains("ContactSelector__c", "it takes one name", "is off until"));
    }
  }

  private static void map(
      SandboxOrg sandbox, String configuration, String object, String column, String field) {
    sandbox
        .org
        .people()
        .creates(
            sandbox.org.adminId(),
            "SyncFieldMapping__c",
            Map.of(
                "Configuration__c", configuration,
                "ObjectName__c", object,
                "SalesforceField__c", column,
                "MailField__c", field,
                "Direction__c", "Out"));
  }

  @Test
  void fieldMappings_areChoicesOfTheirConfiguration() {
    try (SandboxOrg sandbox = new SandboxOrg()) {
      integrationSees(sandbox, "Contact.AssistantName", "Contact.MobilePhone", "Event.Location");
      String id = configuration(sandbox, "Mapped");
      assign(sandbox, id, "User", sandbox.sue);
      map(sandbox, id, "Contact", "AssistantName", "department");
      map(sandbox, id, "Contact", "MobilePhone", "");
      map(sandbox, id, "Event", "Location", "location");

      OrgConfiguration read = sandbox.salesforce.configuration();

      assertThat(read.problems()).isEmpty();
      SyncRules rules = requireNonNull(read.users().get(sandbox.sue)).rules();
      assertThat(rules.choices(Kind.CONTACT))
          .isEqualTo(
              new FieldChoices(
                  Map.of("department", "AssistantName"),
                  Map.of("department", Direction.OUT, "phone.mobile", Direction.OUT)));
      assertThat(rules.choices(Kind.EVENT))
          .isEqualTo(new FieldChoices(Map.of(), Map.of("location", Direction.OUT)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Contact,Nonsense__c,department,does not have",
    "Contact,AssistantName,shoeSize,does not sync",
    "Contact,AssistantName,'',nothing in MailField__c",
    "Contact,Birthdate,department,cannot hold it",
    "Contact,Title,department,which holds title already",
    "Event,Subject,location,which holds subject already",
    "Lead,Title,title,leads are not synced"
  })
  void fieldMapping_thatMakesNoSense_namesRowAndField_andLeavesOthersOn(
      String object, String column, String field, String sentence) {
    try (SandboxOrg sandbox = new SandboxOrg()) {
      integrationSees(
          sandbox, "Contact.AssistantName", "Contact.Birthdate", "Contact.Title", "Event.Subject");
      String bad = configuration(sandbox, "Bad");
      String good = configuration(sandbox, "Good");
      assign(sandbox, bad, "User", sandbox.sue);
      assign(sandbox, good, "User", sandbox.mia);
      map(sandbox, bad, object, column, field);

      OrgConfiguration read = sandbox.salesforce.configuration();

      assertThat(read.users()).containsOnlyKeys(sandbox.mia);
      assertThat(read.problems())
          .singleElement()
          .satisfies(
              problem ->
                  assertThat(problem.advice())
                      .startsWith("The row F-")
                      .contains(sentence)
                      .contains("configuration is off"));
    }
  }

  @Test
  void someoneWhoJoinsAGroup_isInTheNextReading() {
    try (SandboxOrg sandbox = new SandboxOrg()) {
      String id = configuration(sandbox, "Sellers");
      String group =
          sandbox
              .org
              .people()
              .creates(
                  sandbox.org.adminId(),
                  "Group",
                  Map.of("Name", "Sellers", "DeveloperName", "Sellers", "Type", "Regular"));
      assign(sandbox, id, "PublicGroup", group);
      assertThat(sandbox.salesforce.configuration().users()).isEmpty();

      sandbox
          .org
          .people()
          .creates(
              sandbox.org.adminId(),
              "GroupMember",
              Map.of("GroupId", group, "UserOrGroupId", sandbox.sue));

      assertThat(sandbox.salesforce.configuration().users()).containsOnlyKeys(sandbox.sue);
    }
  }

  @Test
  void logs_writtenTwice_areThereOnce() {
    try (SandboxOrg sandbox = new SandboxOrg()) {
      LogRow row =
          new LogRow(
              "pass-1",
              sandbox.sue,
              sandbox.clock.now(),
              sandbox.clock.now(),
              "Schedule",
              "Done",
              "",
              Map.of("MailCreated", 3),
              "{\"verb\":\"create\"}\n{\"verb\":\"a, \\\"b\\\"\"}");

      assertThat(sandbox.salesforce.logs().write(List.of(row))).isEmpty();
      assertThat(sandbox.salesforce.logs().write(List.of(row))).isEmpty();

      assertThat(sandbox.org.setup().dump("SyncLog__c"))
          .singleElement()
          .satisfies(
              log ->
                  assertThat(log.fields())
                      .containsEntry("Items__c", row.items())
                      .containsEntry("Key__c", "pass-1"));
    }
  }
}
