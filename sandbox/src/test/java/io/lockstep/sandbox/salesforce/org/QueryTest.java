package io.lockstep.sandbox.salesforce.org;

import static io.lockstep.sandbox.salesforce.org.TestOrg.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.sandbox.salesforce.org.Org.Call;
import io.lockstep.sandbox.salesforce.org.Org.Page;
import io.lockstep.sandbox.salesforce.org.Org.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SOQL: what it selects, and how it refuses. */
@NullUnmarked // a missing value fails the test by itself
class QueryTest {
  private final TestOrg t = new TestOrg();

  @BeforeEach
  void people() {
    String acme = t.org.setup().addAccount("Acme", t.sue);
    for (String name : List.of("Adams", "Brown", "clark")) {
      t.create(
          t.sue,
          row(
              "Contact",
              "LastName",
              name,
              "AccountId",
              acme,
              "Title",
              name.equals("Brown") ? null : "CEO"));
    }
  }

  @Test
  void where_operators_followThePlatform() {
    assertThat(t.column(t.sue, "SELECT LastName FROM Contact WHERE LastName = 'CLARK'"))
        .containsExactly("clark");
    assertThat(
            t.column(
                t.sue, "SELECT LastName FROM Contact WHERE LastName LIKE '%r%' ORDER BY LastName"))
        .containsExactly("Brown", "clark");
    assertThat(t.column(t.sue, "SELECT LastName FROM Contact WHERE Title != 'CEO'"))
        .containsExactly("Brown");
    assertThat(t.column(t.sue, "SELECT LastName FROM Contact WHERE Title = null"))
        .containsExactly("Brown");
    assertThat(
            t.column(
                t.sue,
                "SELECT LastName FROM Contact WHERE (NOT LastName = 'Adams') AND LastName NOT IN"
                    + " ('Brown')"))
        .containsExactly("clark");
    assertThat(
            t.column(
                t.sue,
                "SELECT LastName FROM Contact WHERE CreatedDate = TODAY AND CreatedDate >"
                    + " 2026-05-31T23:00:00+01:00 ORDER BY Title DESC NULLS LAST, LastName LIMIT 2"
                    + " OFFSET 1"))
        .containsExactly("clark", "Brown");
  }

  @Test
  void relationships_parentsChildrenAndSemiJoins_areAnswered() {
    Row contact =
        t.query(t.sue, "SELECT Id, Account.Name, Owner.Email FROM Contact LIMIT 1").rows().get(0);
    assertThat(((Row) contact.fields().get("Account")).fields()).containsEntry("Name", "Acme");
    assertThat(((Row) contact.fields().get("Owner")).fields())
        .containsEntry("Email", "sue@x.example");

    Row account =
        t.query(
                t.sue,
                "SELECT Name, (SELECT LastName FROM Contacts WHERE Title = 'CEO') FROM Account")
            .rows()
            .get(0);
    assertThat(((Page) account.fields().get("Contacts")).rows()).hasSize(2);

    assertThat(
            t.column(
                t.sue,
                "SELECT Name FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE LastName"
                    + " = 'Adams')"))
        .containsExactly("Acme");
  }

  @Test
  void polymorphic_whoAndTypeof_areAnswered() {
    String lead = t.create(t.sue, row("Lead", "LastName", "Lee", "Company", "C"));
    t.create(
        t.sue,
        row(
            "Event",
            "Subject",
            "Call",
            "WhoId",
            lead,
            "StartDateTime",
            "2026-06-02T10:00:00Z",
            "DurationInMinutes",
            5));

    Row event =
        t.query(t.sue, "SELECT Who.Name, Who.Type, Owner.Name FROM Event WHERE Who.Type = 'Lead'")
            .rows()
            .get(0);
    assertThat(((Row) event.fields().get("Who")).fields())
        .containsEntry("Name", "Lee")
        .containsEntry("Type", "Lead");
    Row typed =
        t.query(t.sue, "SELECT TYPEOF Who WHEN Lead THEN Company ELSE Name END FROM Event")
            .rows()
            .get(0);
    assertThat(((Row) typed.fields().get("Who")).fields()).containsEntry("Company", "C");
  }

  @Test
  void aggregates_groupsAndCounts_areAnswered() {
    assertThat(t.query(t.sue, "SELECT COUNT() FROM Contact WHERE Title = 'CEO'").totalSize())
        .isEqualTo(2);

    List<Row> groups =
        t.query(
                t.sue,
                "SELECT Title, COUNT(Id) n, MAX(CreatedDate) FROM Contact GROUP BY Title HAVING"
                    + " COUNT(Id) > 1")
            .rows();
    assertThat(groups).hasSize(1);
    assertThat(groups.get(0).type()).isEqualTo("AggregateResult");
    assertThat(groups.get(0).fields())
        .containsEntry("Title", "CEO")
        .containsEntry("n", 2)
        .containsKey("expr0");
  }

  @Test
  void fields_allNeedsALimit() {
    assertThatThrownBy(() -> t.query(t.sue, "SELECT FIELDS(ALL) FROM Contact"))
        .hasMessageContaining("LIMIT of at most 200");
    assertThat(t.query(t.sue, "SELECT FIELDS(ALL) FROM Contact LIMIT 200").rows().get(0).fields())
        .containsKeys("Id", "LockstepKey__c", "MailingCity");
  }

  @Test
  void errors_haveThePlatformsCodeAndPlace() {
    refused(
        "SELECT Id, Nope FROM Contact",
        "INVALID_FIELD",
        "Row:1:Column:12\nNo such column 'Nope' on entity 'Contact'.");
    refused("SELECT Id FROM Nope__c", "INVALID_TYPE", "sObject type 'Nope__c' is not supported.");
    refused("SELECT Id FROM Contact WHERE", "MALFORMED_QUERY", "unexpected token: '<EOF>'");
    refused(
        "SELECT Id FROM Contact WHERE LastName = 'a' OR LastName = 'b' AND Title = 'c'",
        "MALFORMED_QUERY",
        "unexpected token: 'AND'");
    refused(
        "SELECT Id FROM Contact WHERE Description = 'x'", "INVALID_FIELD", "can not be filtered");
    refused(
        "SELECT Id FROM Contact WHERE CreatedDate = 'x'",
        "INVALID_FIELD",
        "must be of type dateTime");
    refused(
        "SELECT Id FROM Contact WHERE AccountId = 'x'",
        "INVALID_QUERY_FILTER_OPERATOR",
        "invalid ID field: x");
    refused("SELECT Id, Id FROM Contact", "INVALID_FIELD", "duplicate field selected");
    refused(
        "SELECT Id FROM Contact WHERE Id = :id",
        "MALFORMED_QUERY",
        "Bind variables only allowed in Apex code");
    refused(
        "SELECT Foo.Name FROM Contact", "INVALID_FIELD", "Didn't understand relationship 'Foo'");
    refused(
        "SELECT Title, COUNT(Id) FROM Contact", "MALFORMED_QUERY", "must be grouped or aggregated");
  }

  private void refused(String soql, String code, String message) {
    assertThatThrownBy(() -> t.query(t.sue, soql))
        .as(soql)
        .isInstanceOfSatisfying(OrgException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  @Test
  void queryMore_pagesToTheEndThenTheLocatorIsGone() {
    for (int i = 0; i < 3; i++) {
      List<Row> rows = new ArrayList<>();
      for (int n = 0; n < 150; n++) {
        rows.add(row("Lead", "LastName", "L" + n, "Company", "C"));
      }
      t.org.create(Call.as(t.sue), rows);
    }

    Page first = t.org.query(Call.as(t.sue), "SELECT Id FROM Lead", false, 200);
    assertThat(first.totalSize()).isEqualTo(450);
    Page second = t.org.queryMore(Call.as(t.sue), first.locator());
    Page third = t.org.queryMore(Call.as(t.sue), second.locator());
    assertThat(List.of(first.rows().size(), second.rows().size(), third.rows().size()))
        .containsExactly(200, 200, 50);
    assertThat(third.done()).isTrue();
    assertThatThrownBy(() -> t.org.queryMore(Call.as(t.sue), second.locator()))
        .hasMessageContaining("invalid query locator");
  }

  @Test
  void queryMore_afterTwoDaysOrByAnother_isRefused() {
    List<Row> rows = new ArrayList<>();
    for (int n = 0; n < 200; n++) {
      rows.add(row("Lead", "LastName", "L" + n, "Company", "C"));
    }
    t.org.create(Call.as(t.sue), rows);
    t.org.create(Call.as(t.sue), rows);
    Page page = t.org.query(Call.as(t.sue), "SELECT Id FROM Lead", false, 200);

    assertThatThrownBy(() -> t.org.queryMore(Call.as(t.mia), page.locator()))
        .isInstanceOf(OrgException.class);
    t.pass(Duration.ofDays(3));
    assertThatThrownBy(() -> t.org.queryMore(Call.as(t.sue), page.locator()))
        .isInstanceOf(OrgException.class);
  }

  @Test
  void semiJoin_onWhatIsNoId_orUnderOr_isMalformed() {
    refused(
        "SELECT Id FROM Contact WHERE AccountId IN (SELECT Name FROM Account)",
        "Semi join sub-selects can only query id fields, cannot use: 'Name'");
    refused(
        "SELECT Id FROM Contact WHERE LastName IN (SELECT Id FROM Account)",
        "should be an id field, cannot use: 'LastName'");
    refused(
        "SELECT Id FROM Contact WHERE Title = 'x' OR AccountId IN (SELECT Id FROM Account)",
        "Semi join sub-selects are not allowed with the 'OR' operator");
  }

  private void refused(String soql, String message) {
    assertThatThrownBy(() -> t.query(t.admin, soql))
        .isInstanceOf(OrgException.class)
        .hasMessageContaining(message);
  }
}
