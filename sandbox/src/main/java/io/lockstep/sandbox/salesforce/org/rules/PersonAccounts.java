package io.lockstep.sandbox.salesforce.org.rules;

import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Person accounts: an account and a contact that are one person. Names are written through the
 * account; a change on either side moves the stamps of both.
 */
final class PersonAccounts {
  /** Account field and contact field that hold the same value. */
  private static final Map<String, String> SAME = new LinkedHashMap<>();

  static {
    for (String f :
        new String[] {"FirstName", "LastName", "Salutation", "Phone", "Fax", "OwnerId"}) {
      SAME.put(f, f);
    }
    for (String f :
        new String[] {
          "Email",
          "MobilePhone",
          "HomePhone",
          "OtherPhone",
          "Title",
          "Department",
          "Birthdate",
          "MailingStreet",
          "MailingCity",
          "MailingState",
          "MailingPostalCode",
          "MailingCountry",
          "DoNotCall",
          "HasOptedOutOfEmail"
        }) {
      SAME.put("Person" + f, f);
    }
  }

  private PersonAccounts() {}

  static void beforeAccount(Save save) {
    boolean person = save.get("LastName") != null;
    if (save.insert() && person && save.sent("Name")) {
      throw new RowFailure(
          "INVALID_FIELD_FOR_INSERT_UPDATE",
          "Name of a person account cannot be written: use FirstName and LastName",
          "Name");
    }
    boolean was = save.old() != null && save.old().flag("IsPersonAccount");
    if (save.insert()) {
      save.set("IsPersonAccount", person);
    } else if (was && !person) {
      throw RowFailure.required(java.util.List.of("LastName"));
    }
    if (save.flag("IsPersonAccount")) {
      save.set("Name", PersonRules.fullName(save));
    }
  }

  static void accountSaved(Rec account, Engine engine, String userId) {
    Map<String, @Nullable Object> values = new HashMap<>();
    SAME.forEach((a, c) -> values.put(c, account.get(a)));
    values.put("IsPersonAccount", true);
    values.put("AccountId", account.id());
    String contactId = account.text("PersonContactId");
    Rec contact = contactId == null ? null : engine.find(contactId);
    if (contact == null) {
      Rec created = engine.insert(engine.schema().get("Contact"), values, userId);
      engine.rows().putQuietly(account.with("PersonContactId", created.id()));
    } else {
      engine.update(contact, values, userId);
    }
  }

  static void contactSaved(Rec contact, Engine engine, String userId) {
    String accountId = contact.text("AccountId");
    Rec account = accountId == null ? null : engine.find(accountId);
    if (account != null) {
      Map<String, @Nullable Object> values = new HashMap<>();
      SAME.forEach((a, c) -> values.put(a, contact.get(c)));
      engine.update(account, values, userId);
    }
  }
}
