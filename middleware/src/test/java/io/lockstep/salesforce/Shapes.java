package io.lockstep.salesforce;

import io.lockstep.salesforce.ObjectShape.Entry;
import io.lockstep.salesforce.ObjectShape.FieldShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Objects as a user with all rights sees them. */
final class Shapes {
  private Shapes() {}

  private static final List<String> EVENT =
      List.of(
          "Subject",
          "Description",
          "Location",
          "StartDateTime",
          "EndDateTime",
          "IsAllDayEvent",
          "ShowAs",
          "IsPrivate",
          "IsReminderSet",
          "ReminderDateTime",
          "WhoId",
          "WhatId",
          "LockstepKey__c",
          "LockstepSeen__c",
          "LockstepStamp__c");

  private static final List<String> CONTACT =
      List.of(
          "FirstName",
          "MiddleName",
          "LastName",
          "Salutation",
          "Suffix",
          "Email",
          "Phone",
          "MobilePhone",
          "HomePhone",
          "OtherPhone",
          "Fax",
          "Title",
          "Department",
          "Description",
          "Birthdate",
          "AccountId",
          "MailingStreet",
          "MailingCity",
          "MailingState",
          "MailingPostalCode",
          "MailingCountry",
          "OtherStreet",
          "OtherCity",
          "OtherState",
          "OtherPostalCode",
          "OtherCountry",
          "LockstepKey__c",
          "LockstepSeen__c",
          "LockstepStamp__c");

  static ObjectShape event() {
    return shape("Event", EVENT);
  }

  static ObjectShape contact() {
    return shape("Contact", CONTACT);
  }

  /** With France and the United States, one state each, both called Ile in their lists. */
  static ObjectShape contactWithPicklists() {
    Map<String, FieldShape> fields = new HashMap<>(contact().fields());
    for (String prefix : List.of("Mailing", "Other")) {
      fields.put(
          prefix + "CountryCode",
          picklist(
              prefix + "CountryCode",
              List.of(
                  new Entry("FR", "France", true, List.of()),
                  new Entry("US", "United States", true, List.of()))));
      fields.put(
          prefix + "StateCode",
          picklist(
              prefix + "StateCode",
              List.of(
                  new Entry("75", "Paris", true, List.of((byte) 0x80)),
                  new Entry("TX", "Texas", true, List.of((byte) 0x40)))));
    }
    return new ObjectShape("Contact", true, true, true, fields);
  }

  static ObjectShape without(ObjectShape shape, String field) {
    Map<String, FieldShape> fields = new HashMap<>(shape.fields());
    fields.remove(field);
    return new ObjectShape(shape.name(), true, true, true, fields);
  }

  private static ObjectShape shape(String name, List<String> names) {
    Map<String, FieldShape> fields = new HashMap<>();
    names.forEach(
        field ->
            fields.put(
                field, new FieldShape(field, "string", 0, true, true, false, List.of(), null)));
    return new ObjectShape(name, true, true, true, fields);
  }

  private static FieldShape picklist(String name, List<Entry> entries) {
    return new FieldShape(name, "picklist", 10, true, true, true, entries, null);
  }
}
