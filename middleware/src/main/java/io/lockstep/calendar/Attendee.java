package io.lockstep.calendar;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Somebody or something invited.
 *
 * @param address e-mail address as its side writes it
 * @param name empty = not known
 */
public record Attendee(String address, String name, Type type, Response response) {

  public enum Type {
    @JsonProperty("required")
    REQUIRED,
    @JsonProperty("optional")
    OPTIONAL,
    @JsonProperty("resource")
    RESOURCE
  }

  public enum Response {
    @JsonProperty("none")
    NONE,
    @JsonProperty("accepted")
    ACCEPTED,
    @JsonProperty("declined")
    DECLINED,
    @JsonProperty("tentative")
    TENTATIVE,
    @JsonProperty("organizer")
    ORGANIZER
  }

  public Attendee(
      @Nullable String address,
      @Nullable String name,
      @Nullable Type type,
      @Nullable Response response) {
    this.address = Objects.requireNonNullElse(address, "");
    this.name = Objects.requireNonNullElse(name, "");
    this.type = Objects.requireNonNullElse(type, Type.REQUIRED);
    this.response = Objects.requireNonNullElse(response, Response.NONE);
  }
}
