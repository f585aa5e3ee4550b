package io.lockstep.contact;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lockstep.calendar.BodyText;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The canonical person: what the systems' contacts have in common. Absent texts and lists are
 * empty.
 *
 * @param notes plain text, lines parted by LF
 * @param birthday {@code 1980-02-29}, or {@code --02-29} without a year
 */
public record Person(
    Name name,
    List<Email> emails,
    List<Phone> phones,
    List<Address> addresses,
    Organization organization,
    String notes,
    String birthday,
    List<String> nicknames,
    List<String> urls) {

  public static final Person NOBODY =
      new Person(null, null, null, null, null, null, null, null, null);

  /** A person's name in its parts. */
  public record Name(String prefix, String first, String middle, String last, String suffix) {
    public static final Name NONE = new Name(null, null, null, null, null);

    public Name(
        @Nullable String prefix,
        @Nullable String first,
        @Nullable String middle,
        @Nullable String last,
        @Nullable String suffix) {
      this.prefix = text(prefix);
      this.first = text(first);
      this.middle = text(middle);
      this.last = text(last);
      this.suffix = text(suffix);
    }
  }

  /**
   * @param type as its side names it ({@code work}, {@code home}); empty = none
   * @param primary whether its side calls it the first; where none is, the first in order counts
   */
  public record Email(String address, String type, boolean primary) {
    public Email(@Nullable String address, @Nullable String type, boolean primary) {
      this.address = text(address);
      this.type = text(type);
      this.primary = primary;
    }
  }

  public record Phone(String number, Type type) {
    public enum Type {
      @JsonProperty("business")
      BUSINESS,
      @JsonProperty("mobile")
      MOBILE,
      @JsonProperty("home")
      HOME,
      @JsonProperty("fax")
      FAX,
      @JsonProperty("other")
      OTHER
    }

    public Phone(@Nullable String number, @Nullable Type type) {
      this.number = text(number);
      this.type = Objects.requireNonNullElse(type, Type.OTHER);
    }
  }

  public record Address(
      String street, String city, String region, String postalCode, String country, Type type) {
    public enum Type {
      @JsonProperty("business")
      BUSINESS,
      @JsonProperty("home")
      HOME,
      @JsonProperty("other")
      OTHER
    }

    public Address(
        @Nullable String street,
        @Nullable String city,
        @Nullable String region,
        @Nullable String postalCode,
        @Nullable String country,
        @Nullable Type type) {
      this.street = text(street);
      this.city = text(city);
      this.region = text(region);
      this.postalCode = text(postalCode);
      this.country = text(country);
      this.type = Objects.requireNonNullElse(type, Type.OTHER);
    }

    public static Address of(PostalAddress address, Type type) {
      return new Address(
          address.street(),
          address.city(),
          address.region(),
          address.postalCode(),
          address.country(),
          type);
    }

    public PostalAddress postal() {
      return new PostalAddress(street, city, region, postalCode, country);
    }
  }

  public record Organization(String company, String title, String department) {
    public static final Organization NONE = new Organization(null, null, null);

    public Organization(
        @Nullable String company, @Nullable String title, @Nullable String department) {
      this.company = text(company);
      this.title = text(title);
      this.department = text(department);
    }
  }

  public Person(
      @Nullable Name name,
      @Nullable List<Email> emails,
      @Nullable List<Phone> phones,
      @Nullable List<Address> addresses,
      @Nullable Organization organization,
      @Nullable String notes,
      @Nullable String birthday,
      @Nullable List<String> nicknames,
      @Nullable List<String> urls) {
    this.name =
        name == null
            ? new Name(null, null, null, null, null)
            : name; // not NONE: each class would wait for the other
    this.emails = list(emails);
    this.phones = list(phones);
    this.addresses = list(addresses);
    this.organization = organization == null ? new Organization(null, null, null) : organization;
    this.notes = BodyText.lines(text(notes));
    this.birthday = text(birthday);
    this.nicknames = list(nicknames);
    this.urls = list(urls);
  }

  private static String text(@Nullable String value) {
    return Objects.requireNonNullElse(value, "");
  }

  private static <T> List<T> list(@Nullable List<T> values) {
    return values == null ? List.of() : List.copyOf(values);
  }

  /** No content: a name must not reach a log. */
  @Override
  public String toString() {
    return "Person[" + emails.size() + " e-mails, " + phones.size() + " phones]";
  }
}
