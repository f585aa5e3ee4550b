package io.lockstep.sandbox.salesforce.org;

import static io.lockstep.sandbox.salesforce.org.TestOrg.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.sandbox.salesforce.org.Org.Call;
import io.lockstep.sandbox.salesforce.org.Org.Describe;
import io.lockstep.sandbox.salesforce.org.Org.Field;
import io.lockstep.sandbox.salesforce.org.rules.OrgSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** The Lockstep package in the org: its objects and fields, its triggers, its namespace. */
@NullUnmarked // a missing value fails the test by itself
class PackageTest {
  private final TestOrg t = new TestOrg();

  @Test
  void describe_event_hasTheMarksAsThePackageDeclaresThem() {
    Describe event = t.org.describe(Call.as(t.admin), "Event");
    Field key =
        event.fields().stream()
            .filter(f -> f.name().equals("LockstepKey__c"))
            .findFirst()
            .orElseThrow();

    assertThat(key.externalId() && key.unique() && key.caseSensitive()).isTrue();
    assertThat(key.length()).isEqualTo(255);
    assertThat(t.org.describe(Call.as(t.admin), "SyncConfiguration__c").custom()).isTrue();
    assertThat(t.org.describe(Call.as(t.admin), "SyncNudge__e").queryable()).isFalse();
  }

  private String stamp(String id) {
    return String.valueOf(t.value(t.sue, "Contact", id, "LockstepStamp__c"));
  }

  @Test
  void update_withoutANewStamp_givesAFreshOneEachTime() {
    String id = t.create(t.sue, row("Contact", "LastName", "Doe", "LockstepStamp__c", "s1"));
    assertThat(stamp(id)).isEqualTo("s1");

    t.update(t.sue, row("Contact", "Id", id, "Title", "x", "LockstepStamp__c", "s2"));
    assertThat(stamp(id)).isEqualTo("s2");

    t.update(t.sue, row("Contact", "Id", id, "Title", "y", "LockstepStamp__c", "s2"));
    String first = stamp(id);
    t.update(t.sue, row("Contact", "Id", id, "Title", "z"));
    assertThat(first).isNotEqualTo("s2").isNotEqualTo("null");
    assertThat(stamp(id)).isNotEqualTo(first).isNotEqualTo("null");
  }

  @Test
  void update_flowThatSavesOnceMore_givesAFreshStamp() {
    String id = t.contact(t.sue, "Doe");
    t.org
        .setup()
        .setFlow(
            new OrgSettings.Flow(
                "Shout", "Contact", "Title", OrgSettings.Rewrite.upperCase, "", true));

    t.update(t.sue, row("Contact", "Id", id, "Title", "ceo", "LockstepStamp__c", "s1"));

    assertThat(t.value(t.sue, "Contact", id, "Title")).isEqualTo("CEO");
    assertThat(stamp(id)).isNotEqualTo("s1");
  }

  @Test
  void update_thatSawAnotherStamp_isRefused_andWhatWasSeenIsNotKept() {
    String id =
        t.create(
            t.sue,
            row("Contact", "LastName", "Doe", "LockstepStamp__c", "s1", "LockstepSeen__c", "x"));
    assertThat(t.value(t.sue, "Contact", id, "LockstepSeen__c")).isNull();

    t.update(
        t.sue,
        row("Contact", "Id", id, "Title", "x", "LockstepStamp__c", "s2", "LockstepSeen__c", "s1"));
    assertThat(t.value(t.sue, "Contact", id, "LockstepSeen__c")).isNull();
    t.update(t.sue, row("Contact", "Id", id, "Title", "by a person"));

    assertThat(
            t.updateRefusal(
                t.sue,
                row(
                    "Contact",
                    "Id",
                    id,
                    "Title",
                    "ours",
                    "LockstepStamp__c",
                    "s3",
                    "LockstepSeen__c",
                    "s2")))
        .isEqualTo("FIELD_CUSTOM_VALIDATION_EXCEPTION");
    assertThat(t.value(t.sue, "Contact", id, "Title")).isEqualTo("by a person");
  }

  @Test
  void update_ofARecordWithoutStamp_isSeenAsUnstamped() {
    String id = t.create(t.sue, row("Contact", "LastName", "Doe"));

    t.update(
        t.sue,
        row(
            "Contact",
            "Id",
            id,
            "Title",
            "ours",
            "LockstepStamp__c",
            "s1",
            "LockstepSeen__c",
            "unstamped"));

    assertThat(stamp(id)).isEqualTo("s1");
  }

  @Test
  void clone_doesNotInheritKeyAndStamp_anInsertThroughTheApiKeepsThem() {
    String id =
        t.create(
            t.sue,
            row("Contact", "LastName", "Doe", "LockstepKey__c", "k1", "LockstepStamp__c", "s1"));

    String copy = t.org.people().clones(t.sue, id);

    assertThat(t.value(t.sue, "Contact", copy, "LastName")).isEqualTo("Doe");
    assertThat(t.value(t.sue, "Contact", copy, "LockstepKey__c")).isNull();
    assertThat(t.value(t.sue, "Contact", id, "LockstepKey__c")).isEqualTo("k1");
  }

  @Test
  void changes_areNudgedAfterTheCommit_notWhatWasRolledBack() {
    List<ChangedId> nudges = new ArrayList<>();
    t.org.onNudge(nudges::addAll);

    String id = t.contact(t.sue, "Doe");
    t.org.people().edits(t.sue, id, Map.of("Title", "CEO"));
    t.refusal(t.sue, row("Contact", "Title", "nobody"));
    t.org.people().deletes(t.sue, id);

    assertThat(nudges).extracting(ChangedId::change).containsExactly("create", "update", "delete");
    assertThat(nudges).allMatch(n -> n.id().equals(id) && n.object().equals("Contact"));
  }

  @Test
  void namespace_prefixesThePackage_bareNamesNeedTheDefaultNamespace() {
    TestOrg n = new TestOrg(OrgShape.plain().withNamespace("lsk"));
    Call plain = Call.as(n.sue);
    Call inside = new Call(n.sue, 65.0, null, false, false, false, "lsk");
    String id =
        TestOrg.id(
            n.org
                .create(inside, List.of(row("Contact", "LastName", "Doe", "LockstepKey__c", "k")))
                .get(0));

    assertThat(n.value(n.sue, "Contact", id, "lsk__LockstepKey__c")).isEqualTo("k");
    assertThat(
            n.org
                .query(inside, "SELECT LockstepKey__c FROM Contact", false, 200)
                .rows()
                .get(0)
                .fields())
        .containsEntry("LockstepKey__c", "k");
    assertThatThrownBy(() -> n.org.query(plain, "SELECT LockstepKey__c FROM Contact", false, 200))
        .isInstanceOf(OrgException.class);
    assertThat(n.org.describe(Call.as(n.admin), "lsk__SyncLog__c").name())
        .isEqualTo("lsk__SyncLog__c");
  }

  @Test
  void fields_withoutThePermissionSet_doNotExist() {
    t.org.setup().unassign(t.sue, "Lockstep_User");

    assertThatThrownBy(() -> t.query(t.sue, "SELECT LockstepKey__c FROM Contact"))
        .hasMessageContaining("No such column 'LockstepKey__c'");
    assertThat(t.org.describe(Call.as(t.sue), "Contact").fields())
        .noneMatch(f -> f.name().equals("LockstepKey__c"));
  }
}
