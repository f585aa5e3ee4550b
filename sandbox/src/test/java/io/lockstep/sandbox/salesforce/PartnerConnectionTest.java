package io.lockstep.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sforce.soap.partner.Connector;
import com.sforce.soap.partner.DescribeSObjectResult;
import com.sforce.soap.partner.DuplicateError;
import com.sforce.soap.partner.GetDeletedResult;
import com.sforce.soap.partner.PartnerConnection;
import com.sforce.soap.partner.QueryResult;
import com.sforce.soap.partner.SaveResult;
import com.sforce.soap.partner.SessionHeader_element;
import com.sforce.soap.partner.UpsertResult;
import com.sforce.soap.partner.fault.ApiFault;
import com.sforce.soap.partner.fault.ExceptionCode;
import com.sforce.soap.partner.fault.MalformedQueryFault;
import com.sforce.soap.partner.sobject.SObject;
import com.sforce.ws.ConnectionException;
import com.sforce.ws.ConnectorConfig;
import com.sforce.ws.SessionRenewer.SessionRenewalHeader;
import com.sforce.ws.SoapFaultException;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.salesforce.org.Org;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Partner API as Salesforce's own Java client (WSC) uses it, over HTTP with gzip both ways. */
class PartnerConnectionTest {
  private ServiceUnderTest service;
  private PartnerConnection partner;

  @BeforeEach
  void start() throws IOException, ConnectionException {
    service = new ServiceUnderTest();
    partner = new PartnerConnection(config(service.annsToken(), "65.0"));
    partner.setCallOptions("Lockstep/1.0", null);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private ConnectorConfig config(String token, String version) {
    ConnectorConfig config = new ConnectorConfig();
    config.setManualLogin(true);
    config.setSessionId(token);
    config.setServiceEndpoint(service.url() + "/services/Soap/u/" + version + "/00D000000000001");
    config.setCompression(true);
    return config;
  }

  private static SObject contact(String lastName) {
    SObject contact = new SObject("Contact");
    contact.setField("LastName", lastName);
    return contact;
  }

  @Test
  void query_moreRowsThanABatch_isPagedAndCountsCalls() throws ConnectionException {
    service.org.seedContacts(450);
    partner.setQueryOptions(200);

    QueryResult first = partner.query("SELECT Id, LastName, Email FROM Contact");
    QueryResult second = partner.queryMore(first.getQueryLocator());
    QueryResult third = partner.queryMore(second.getQueryLocator());

    assertThat(first.isDone()).isFalse();
    assertThat(first.getSize()).isEqualTo(450);
    assertThat(first.getRecords()).hasSize(200);
    assertThat(first.getRecords()[0].getId()).startsWith("003");
    assertThat(first.getRecords()[0].getField("LastName")).isEqualTo("Person 0");
    assertThat(first.getRecords()[0].getField("Email")).isNull();
    assertThat(third.isDone()).isTrue();
    assertThat(third.getRecords()).hasSize(50);
    assertThat(partner.getLimitInfoHeader().getLimitInfo()[0].getCurrent()).isEqualTo(3);
    assertThat(partner.getLimitInfoHeader().getLimitInfo()[0].getLimit()).isEqualTo(100_000);
    assertThat(service.logged("soap.query", 200)).isEqualTo(1);
    assertThat(service.logged("soap.queryMore", 200)).isEqualTo(2);
    assertThat(service.org.calls.getFirst().client()).isEqualTo("Lockstep/1.0");
  }

  @Test
  void query_parentField_isANestedObject() throws ConnectionException {
    service.org.seedContacts(1);

    QueryResult result = partner.query("SELECT LastName, Account.Name FROM Contact");

    assertThat(result.getRecords()[0].getSObjectField("Account")).isInstanceOf(SObject.class);
    assertThat(((SObject) result.getRecords()[0].getSObjectField("Account")).getField("Name"))
        .isEqualTo("Acme & Sons");
    assertThat(result.getRecords()[0].getId()).isNull();
  }

  @Test
  void create_typedValuesAndForeignKey_reachTheEngineTyped() throws ConnectionException {
    SObject event = new SObject("Event");
    event.setField("Subject", "Standup <&> \u00fc");
    GregorianCalendar start = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
    start.setTimeInMillis(Instant.parse("2026-01-01T10:00:00Z").toEpochMilli());
    event.setField("StartDateTime", start);
    event.setField("DurationInMinutes", 30);
    event.setField("IsAllDayEvent", false);
    event.setField("Score__c", 1.5);
    SObject account = new SObject("Account");
    account.setField("Key__c", "A1");
    SObject contact = contact("Doe");
    contact.setField("Birthdate", start);
    contact.setSObjectField("Account", account);
    partner.setAllOrNoneHeader(false);
    partner.setDuplicateRuleHeader(true, false, false);
    partner.setAllowFieldTruncationHeader(true);
    partner.setEmailHeader(false, false, false);
    partner.setAssignmentRuleHeader(null, false);

    SaveResult[] saved = partner.create(new SObject[] {event, contact});

    assertThat(saved).allMatch(SaveResult::isSuccess);
    Org.Row sentEvent = service.org.received.get(0);
    assertThat(sentEvent.fields())
        .containsEntry("Subject", "Standup <&> \u00fc")
        .containsEntry("StartDateTime", Instant.parse("2026-01-01T10:00:00Z"))
        .containsEntry("DurationInMinutes", 30)
        .containsEntry("IsAllDayEvent", false)
        .containsEntry("Score__c", 1.5);
    Org.Row sentContact = service.org.received.get(1);
    assertThat(sentContact.fields()).containsEntry("Birthdate", LocalDate.of(2026, 1, 1));
    assertThat(sentContact.fields().get("Account"))
        .isInstanceOfSatisfying(
            Org.Row.class, a -> assertThat(a.fields()).containsEntry("Key__c", "A1"));
    Org.Call call = service.org.calls.getLast();
    assertThat(call.allowDuplicates()).isTrue();
    assertThat(call.allowTruncation()).isTrue();
    assertThat(call.allOrNone()).isFalse();
  }

  @Test
  void update_fieldsToNull_emptiesAndNilIsIgnored() throws ConnectionException {
    SaveResult saved = partner.create(new SObject[] {contact("Doe")})[0];
    SObject change = contact("Roe");
    change.setId(saved.getId());
    change.setField("Email", null);
    change.setFieldsToNull(new String[] {"FirstName"});

    SaveResult updated = partner.update(new SObject[] {change})[0];

    assertThat(updated.isSuccess()).isTrue();
    Org.Row sent = service.org.received.getLast();
    assertThat(sent.fieldsToNull()).containsExactly("FirstName");
    assertThat(sent.fields()).doesNotContainKey("Email");
  }

  @Test
  void create_rowErrors_arriveWithCodesAndDuplicates() throws ConnectionException {
    SaveResult[] results =
        partner.create(new SObject[] {new SObject("Contact"), contact("Duplicate"), contact("Ok")});

    assertThat(results[0].getErrors()[0].getStatusCode().name())
        .isEqualTo("REQUIRED_FIELD_MISSING");
    assertThat(results[0].getErrors()[0].getFields()).containsExactly("LastName");
    assertThat(results[1].getErrors()[0]).isInstanceOf(DuplicateError.class);
    DuplicateError duplicate = (DuplicateError) results[1].getErrors()[0];
    assertThat(duplicate.getDuplicateResult().isAllowSave()).isTrue();
    assertThat(
            duplicate
                .getDuplicateResult()
                .getMatchResults()[0]
                .getMatchRecords()[0]
                .getRecord()
                .getId())
        .isEqualTo("003000000000009AAA");
    assertThat(results[2].isSuccess()).isTrue();
  }

  @Test
  void upsertDeleteUndelete_workById() throws ConnectionException {
    SObject keyed = contact("Doe");
    keyed.setField("Key__c", "k1");
    UpsertResult created = partner.upsert("Key__c", new SObject[] {keyed})[0];
    UpsertResult updated = partner.upsert("Key__c", new SObject[] {keyed})[0];

    assertThat(created.isCreated()).isTrue();
    assertThat(updated.isCreated()).isFalse();
    assertThat(updated.getId()).isEqualTo(created.getId());
    assertThat(partner.delete(new String[] {created.getId()})[0].isSuccess()).isTrue();
    assertThat(partner.delete(new String[] {created.getId()})[0].getErrors()[0].getStatusCode())
        .hasToString("ENTITY_IS_DELETED");
    assertThat(partner.undelete(new String[] {created.getId()})[0].isSuccess()).isTrue();
  }

  @Test
  void retrieve_goneRow_isNullInItsPlace() throws ConnectionException {
    SaveResult saved = partner.create(new SObject[] {contact("Doe")})[0];

    SObject[] rows =
        partner.retrieve(
            "Id, LastName", "Contact", new String[] {"003000000000999AAA", saved.getId()});

    assertThat(rows[0]).isNull();
    assertThat(rows[1].getField("LastName")).isEqualTo("Doe");
  }

  @Test
  void replication_returnsRangesInUtc() throws ConnectionException {
    SaveResult saved = partner.create(new SObject[] {contact("Doe")})[0];
    partner.delete(new String[] {saved.getId()});
    GregorianCalendar start = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
    start.setTimeInMillis(Instant.parse("2026-03-01T00:00:00Z").toEpochMilli());
    GregorianCalendar end = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
    end.setTimeInMillis(Instant.parse("2026-03-02T00:00:00Z").toEpochMilli());

    GetDeletedResult deleted = partner.getDeleted("Contact", start, end);

    assertThat(deleted.getDeletedRecords()[0].getId()).isEqualTo(saved.getId());
    assertThat(deleted.getLatestDateCovered().toInstant()).isEqualTo(end.toInstant());
    assertThat(partner.getUpdated("Contact", start, end).getIds()).isEmpty();
    assertThat(partner.getServerTimestamp().getTimestamp()).isNotNull();
  }

  @Test
  void getUserInfoAndDescribe_areWhole() throws ConnectionException {
    assertThat(partner.getUserInfo().getOrganizationId()).isEqualTo(FakeOrg.ORG_ID);
    assertThat(partner.getUserInfo().getUserTimeZone()).isEqualTo("Europe/Berlin");
    assertThat(partner.describeGlobal().getSobjects()).hasSize(3);
    DescribeSObjectResult[] described = partner.describeSObjects(new String[] {"Event", "Contact"});
    assertThat(described[0].getName()).isEqualTo("Event");
    assertThat(described[0].getFields())
        .anySatisfy(
            f -> {
              assertThat(f.getName()).isEqualTo("StartDateTime");
              assertThat(f.getSoapType()).hasToString("xsd:dateTime");
            });
    DescribeSObjectResult contact = partner.describeSObject("Contact");
    assertThat(contact.getKeyPrefix()).isEqualTo("003");
    assertThat(contact.getUrlDetail()).endsWith("/{ID}");
    assertThat(contact.getUrlNew()).endsWith("/003/e");
  }

  @Test
  void query_malformed_isTheTypedFaultWithItsPlace() {
    MalformedQueryFault fault =
        catchThrowableOfType(MalformedQueryFault.class, () -> partner.query("SELECT FROM"));

    assertThat(fault.getExceptionCode()).isEqualTo(ExceptionCode.MALFORMED_QUERY);
    assertThat(fault.getRow()).isEqualTo(1);
    assertThat(fault.getColumn()).isEqualTo(7);
  }

  @Test
  void create_moreThan200_isRefusedAsAWhole() {
    SObject[] many = new SObject[201];
    java.util.Arrays.setAll(many, i -> contact("P" + i));

    ApiFault fault = catchThrowableOfType(ApiFault.class, () -> partner.create(many));

    assertThat(fault.getExceptionCode()).isEqualTo(ExceptionCode.EXCEEDED_ID_LIMIT);
    assertThat(service.org.received).isEmpty();
  }

  @Test
  void search_isRefusedClearly() {
    ApiFault fault = catchThrowableOfType(ApiFault.class, () -> partner.search("FIND {x}"));

    assertThat(fault.getExceptionMessage()).contains("does not simulate search");
  }

  @Test
  void unsupportedOperation_isAClientFault() {
    assertThat(
            catchThrowableOfType(
                SoapFaultException.class, () -> partner.describeLayout("Contact", null, null)))
        .hasMessageContaining("No operation available");
  }

  @Test
  void expiredSession_isRenewedByTheClientOnce() throws ConnectionException {
    ConnectorConfig config = config(service.annsToken(), "65.0");
    config.setSessionRenewer(
        c -> {
          String fresh = service.annsToken();
          c.setSessionId(fresh);
          SessionHeader_element header = new SessionHeader_element();
          header.setSessionId(fresh);
          SessionRenewalHeader renewal = new SessionRenewalHeader();
          renewal.name = new QName("urn:partner.soap.sforce.com", "SessionHeader");
          renewal.headerElement = header;
          return renewal;
        });
    PartnerConnection renewing = new PartnerConnection(config);
    service.faults.add("salesforce", Fault.Kind.expireSessions, 1, 1, FakeOrg.ANN);

    assertThat(renewing.getUserInfo().getUserName()).isEqualTo(FakeOrg.ANN);
    assertThat(service.logged("soap.getUserInfo", 500)).isEqualTo(1);
    assertThat(service.logged("soap.getUserInfo", 200)).isEqualTo(1);
  }

  @Test
  void retiredVersion_isUnsupported() throws ConnectionException {
    PartnerConnection old = new PartnerConnection(config(service.annsToken(), "30.0"));

    ApiFault fault = catchThrowableOfType(ApiFault.class, old::getUserInfo);

    assertThat(fault.getExceptionCode()).isEqualTo(ExceptionCode.UNSUPPORTED_API_VERSION);
  }

  @Test
  void login_existsUpToVersion64AndHasNoLimitInfo() throws ConnectionException {
    PartnerConnection loggedIn = Connector.newConnection(login("64.0", "sandbox"));

    assertThat(loggedIn.getLimitInfoHeader()).isNull();
    assertThat(loggedIn.getUserInfo().getUserName()).isEqualTo(FakeOrg.ANN);
    ApiFault wrong =
        catchThrowableOfType(ApiFault.class, () -> Connector.newConnection(login("64.0", "wrong")));
    assertThat(wrong.getExceptionCode()).isEqualTo(ExceptionCode.INVALID_LOGIN);
    assertThat(catchThrowable(() -> Connector.newConnection(login("65.0", "sandbox"))))
        .isInstanceOf(ConnectionException.class);
  }

  private ConnectorConfig login(String version, String password) {
    ConnectorConfig config = new ConnectorConfig();
    config.setAuthEndpoint(service.url() + "/services/Soap/u/" + version);
    config.setUsername(FakeOrg.ANN);
    config.setPassword(password);
    return config;
  }

  @Test
  void quotaUsedUp_isRequestLimitExceeded() {
    service.faults.add("salesforce", Fault.Kind.apiLimit, 1, 1, null);

    ApiFault fault = catchThrowableOfType(ApiFault.class, () -> partner.getUserInfo());

    assertThat(fault.getExceptionCode()).isEqualTo(ExceptionCode.REQUEST_LIMIT_EXCEEDED);
    assertThat(fault.getExceptionMessage()).isEqualTo("TotalRequests Limit exceeded.");
  }

  @Test
  void documentType_isRefused() {
    String body =
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
            + "<x>&e;</x>";

    var answer = service.send("POST", "/services/Soap/u/65.0", body, "Content-Type", "text/xml");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("soapenv:Client").doesNotContain("root:");
  }
}
