package io.lockstep.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sforce.soap.partner.sobject.SObject;
import io.lockstep.calendar.CanonicalJson;
import io.lockstep.calendar.Conversion;
import io.lockstep.calendar.Event;
import io.lockstep.calendar.EventField;
import io.lockstep.calendar.EventFields;
import io.lockstep.calendar.JsonMembers;
import io.lockstep.calendar.Unsupported;
import io.lockstep.contact.Person;
import io.lockstep.contact.PersonField;
import io.lockstep.contact.PersonFields;
import io.lockstep.salesforce.ObjectShape.FieldShape;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Snapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;

/**
 * {@code salesforce-event} and {@code salesforce-contact}: a row as the REST API gives it, to the
 * canonical form and back, in an org where every field is there and editable.
 */
public final class SalesforceConversions {
  /** By the names they have in {@code lockstep convert}. */
  public static final Map<String, Conversion> ALL =
      Map.of(
          "salesforce-event", SalesforceConversions::event,
          "salesforce-contact", SalesforceConversions::contact);

  private static final Set<String> FLAGS = Set.of("IsAllDayEvent", "IsPrivate", "IsReminderSet");
  private static final Set<String> SHOW_AS = Set.of("Busy", "Free", "OutOfOffice");
  private static final String ID = "000000000000000AAA";

  /** How the REST API writes a dateTime. */
  private static final DateTimeFormatter REST_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'").withZone(ZoneOffset.UTC);

  /** No moment is past, so that a reminder is never left out for that. */
  private static final EventMapping EVENTS =
      new EventMapping(
          everything("Event", EventMapping.written()),
          ZoneOffset.UTC,
          InstantSource.fixed(Instant.EPOCH),
          FieldChoices.NONE);

  private static final ContactMapping CONTACTS =
      new ContactMapping(everything("Contact", ContactMapping.written()), true, FieldChoices.NONE);

  private SalesforceConversions() {}

  private static ObjectShape everything(String object, Collection<String> names) {
    Map<String, FieldShape> fields = new HashMap<>();
    names.forEach(
        name ->
            fields.put(
                name,
                new FieldShape(name, "string", 0, true, true, false, java.util.List.of(), null)));
    return new ObjectShape(object, true, true, true, fields);
  }

  private static JsonNode event(JsonNode in, boolean reverse) {
    if (!reverse) {
      checkEvent(in);
      Snapshot seen = EVENTS.snapshot(row("Event", in));
      Snapshot.Exclusion excluded = seen.traits().excluded();
      if (excluded == Snapshot.Exclusion.INCOMPLETE) {
        throw new IllegalArgumentException("An Event row needs StartDateTime");
      }
      if (excluded != null) {
        throw new Unsupported(
            excluded == Snapshot.Exclusion.SERIES
                ? "The row belongs to a repeating series."
                : "The row is the copy that Salesforce made for an invited user.");
      }
      return CanonicalJson.write(EventFields.event(seen.fields()));
    }
    Event event = CanonicalJson.read(in, Event.class);
    refuse(event.isSeries(), "A series is no single row; its occurrences are.");
    refuse(
        !event.attendees().isEmpty() || event.organizer() != null,
        "Attendees are rows of EventRelation and no part of an Event row.");
    refuse(event.status() == Event.Status.CANCELLED, "Salesforce has no cancelled events.");
    refuse(!event.categories().isEmpty(), "An Event row has no categories.");
    refuse(!event.onlineMeetingUrl().isEmpty(), "An Event row has no place for a meeting link.");
    refuse(
        event.bodyHtml() != null && event.description().isEmpty(),
        "An Event row holds plain text only.");
    FieldValues values = EventFields.of(event);
    held(values, EVENTS.normal(values), EventField::comparisonKey);
    return json(EVENTS, values);
  }

  /** A row of Salesforce has these types and values; another is not taken for the nearest one. */
  private static void checkEvent(JsonNode in) {
    for (String name : EventMapping.written()) {
      if (FLAGS.contains(name)) {
        JsonMembers.flag(in, name);
      } else {
        JsonMembers.text(in, name);
      }
    }
    String showAs = JsonMembers.text(in, "ShowAs");
    refuse(!showAs.isEmpty() && !SHOW_AS.contains(showAs), "A ShowAs that is not known.");
    String start = JsonMembers.text(in, "StartDateTime");
    String end = JsonMembers.text(in, "EndDateTime");
    if (!start.isEmpty() && !end.isEmpty() && Row.instant(end).isBefore(Row.instant(start))) {
      throw new IllegalArgumentException("EndDateTime lies before StartDateTime");
    }
  }

  private static JsonNode contact(JsonNode in, boolean reverse) {
    if (!reverse) {
      ContactMapping.written().forEach(name -> JsonMembers.text(in, name));
      JsonMembers.text(JsonMembers.object(in, "Account"), "Name");
      Snapshot seen = CONTACTS.snapshot(row("Contact", in));
      refuse(
          seen.traits().excluded() != null,
          "The row belongs to a person account, which is not synced yet.");
      return CanonicalJson.write(PersonFields.person(seen.fields()));
    }
    Person person = CanonicalJson.read(in, Person.class);
    refuse(person.emails().size() > 1, "A Contact row holds one e-mail address.");
    refuse(
        person.phones().stream().map(Person.Phone::type).distinct().count()
            < person.phones().size(),
        "A Contact row holds one phone number of each type.");
    refuse(
        person.addresses().stream().map(Person.Address::type).distinct().count()
            < person.addresses().size(),
        "A Contact row holds one address of each type.");
    refuse(
        person.addresses().stream().anyMatch(one -> one.type() == Person.Address.Type.HOME),
        "A Contact row has no home address.");
    refuse(
        !person.nicknames().isEmpty() || !person.urls().isEmpty(),
        "A Contact row has no nicknames and no web addresses.");
    FieldValues values = PersonFields.of(person);
    held(values, CONTACTS.normal(values), PersonField::comparisonKey);
    ObjectNode row = json(CONTACTS, values);
    if (values.has(PersonField.COMPANY)) {
      row.putObject("Account").put("Name", values.get(PersonField.COMPANY));
    }
    return row;
  }

  private static void refuse(boolean when, String reason) {
    if (when) {
      throw new Unsupported(reason);
    }
  }

  /** Names the fields that Salesforce would keep differently. */
  private static void held(FieldValues given, FieldValues kept, BinaryOperator<String> key) {
    TreeSet<String> names = new TreeSet<>(given.values().keySet());
    names.addAll(kept.values().keySet());
    names.removeIf(
        name -> key.apply(name, given.get(name)).equals(key.apply(name, kept.get(name))));
    refuse(
        !names.isEmpty(), "Salesforce would keep differently: " + String.join(", ", names) + ".");
  }

  private static Row row(String object, JsonNode in) {
    if (!in.isObject()) {
      throw new IllegalArgumentException("A row is one JSON object");
    }
    SObject row = new SObject(object);
    in.properties()
        .forEach(
            member -> {
              JsonNode value = member.getValue();
              if (value.isValueNode() && !value.isNull()) {
                row.setField(member.getKey(), value.asText());
              }
            });
    if (!RecordIds.isId(in.path("Id").asText(""))) {
      row.setField("Id", ID);
    }
    if (in.path("Account").hasNonNull("Name")) {
      SObject account = new SObject("Account");
      account.setField("Name", in.path("Account").path("Name").asText());
      row.setField("Account", account);
    }
    return new Row(row, null);
  }

  private static ObjectNode json(RecordMapping mapping, FieldValues values) {
    mapping
        .lacks(values)
        .ifPresent(
            field -> {
              throw new Unsupported("Salesforce demands " + field + ".");
            });
    Draft draft = new Draft(mapping.object());
    mapping.fill(draft, values.values(), FieldValues.NONE, true);
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    draft
        .values()
        .forEach(
            (field, value) -> {
              switch (value) {
                case Boolean flag -> row.put(field, flag);
                case Calendar time -> row.put(field, REST_TIME.format(time.toInstant()));
                case Date day -> row.put(field, day.toInstant().toString().substring(0, 10));
                default -> row.put(field, value.toString());
              }
            });
    return row;
  }
}
