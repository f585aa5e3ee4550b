package io.lockstep.google;

import com.google.api.services.people.v1.model.ClientData;
import com.google.api.services.people.v1.model.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Our mark in a contact's client data, which people do not see and other programs can: the mark,
 * the contact it was written for, the create key, and which entry of a list stands for a field
 * where there are several.
 */
final class ContactMark {
  private static final String MARK = "lockstep";
  private static final String ITEM = "lockstepItem";
  private static final String CREATE_KEY = "lockstepKey";
  private static final String CHOSEN = "lockstepChosen";
  private static final List<String> OURS = List.of(MARK, ITEM, CREATE_KEY, CHOSEN);

  private ContactMark() {}

  /**
   * Null where there is none, where it was written for another contact, or where a merge of
   * contacts left several.
   */
  static @Nullable String read(Person person) {
    List<String> items = values(person, ITEM);
    String source = ContactSource.id(person);
    // A contact cannot carry its own id until it has one: a created one has none yet.
    if (!items.isEmpty() && !items.equals(List.of(source))) {
      return null;
    }
    List<String> marks = values(person, MARK);
    return marks.size() == 1 ? marks.get(0) : null;
  }

  static boolean hasCreateKey(Person person, String createKey) {
    return values(person, CREATE_KEY).contains(createKey);
  }

  /** Short hashes of the entries chosen, by field. */
  static Map<String, String> chosen(Person person) {
    List<String> values = values(person, CHOSEN);
    Map<String, String> chosen = new TreeMap<>();
    if (values.size() == 1) {
      for (String pair : values.get(0).split(",", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          chosen.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
      }
    }
    return chosen;
  }

  private static List<String> values(Person person, String key) {
    if (person.getClientData() == null) {
      return List.of();
    }
    return person.getClientData().stream()
        .filter(data -> key.equals(data.getKey()) && data.getValue() != null)
        .map(ClientData::getValue)
        .distinct()
        .toList();
  }

  /**
   * The client data to be written: other programs' as it is, ours anew.
   *
   * @param createKey null keeps the one that is there
   */
  static List<ClientData> written(
      Person present, String mark, @Nullable String createKey, Map<String, String> chosen) {
    List<ClientData> all = new ArrayList<>();
    if (present.getClientData() != null) {
      for (ClientData data : present.getClientData()) {
        if (!OURS.contains(data.getKey())) {
          all.add(entry(data.getKey(), data.getValue()));
        }
      }
    }
    all.add(entry(MARK, mark));
    String source = ContactSource.id(present);
    if (!source.isEmpty()) {
      all.add(entry(ITEM, source));
    }
    List<String> keys = values(present, CREATE_KEY);
    if (createKey != null) {
      all.add(entry(CREATE_KEY, createKey));
    } else if (keys.size() == 1) {
      all.add(entry(CREATE_KEY, keys.get(0)));
    }
    if (!chosen.isEmpty()) {
      List<String> pairs = new ArrayList<>();
      chosen.forEach((field, hash) -> pairs.add(field + "=" + hash));
      all.add(entry(CHOSEN, String.join(",", pairs)));
    }
    return all;
  }

  private static ClientData entry(String key, String value) {
    return new ClientData().setKey(key).setValue(value);
  }

  static String shortHash(String text) {
    return Digest.base64(8, text);
  }
}
