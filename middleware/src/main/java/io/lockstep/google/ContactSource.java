package io.lockstep.google;

import com.google.api.services.people.v1.model.Person;
import com.google.api.services.people.v1.model.PersonMetadata;
import com.google.api.services.people.v1.model.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The contact behind a person. A person can also have a profile; the contact's own id, etag and
 * time of change stand in its source, and its id outlives a change of the resource name.
 */
final class ContactSource {
  private static final String CONTACT = "CONTACT";

  private ContactSource() {}

  static @Nullable Source of(Person person) {
    PersonMetadata metadata = person.getMetadata();
    if (metadata == null || metadata.getSources() == null) {
      return null;
    }
    return metadata.getSources().stream()
        .filter(source -> CONTACT.equals(source.getType()))
        .findFirst()
        .orElse(null);
  }

  /** Empty for a person that was not saved yet. */
  static String id(Person person) {
    Source source = of(person);
    if (source != null && source.getId() != null) {
      return source.getId();
    }
    return person.getResourceName() == null ? "" : person.getResourceName();
  }

  static String etag(Person person) {
    Source source = of(person);
    if (source != null && source.getEtag() != null) {
      return source.getEtag();
    }
    return person.getEtag() == null ? "" : person.getEtag();
  }

  /** What an update must carry so that it fails where the contact changed meanwhile. */
  static PersonMetadata condition(String id, String etag) {
    return new PersonMetadata()
        .setSources(
            new ArrayList<>(List.of(new Source().setType(CONTACT).setId(id).setEtag(etag))));
  }
}
