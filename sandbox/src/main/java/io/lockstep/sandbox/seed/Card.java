package io.lockstep.sandbox.seed;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A contact or lead as one side is to hold it. Texts are empty where there is nothing.
 *
 * @param place where it is put
 * @param owner the {@link Person#name} of the user who owns it, or whose mailbox it is in
 * @param twin the number of the card on the other side that is the same human being; null = none
 * @param labelled mail side: whether it is among the contacts that are synced
 * @param birthday null = not known
 */
public record Card(
    int number,
    Place place,
    String owner,
    @Nullable Integer twin,
    boolean labelled,
    String salutation,
    String given,
    String family,
    String company,
    String title,
    String department,
    List<String> emails,
    List<Phone> phones,
    @Nullable Address address,
    @Nullable Birthday birthday,
    String note) {
  /** Where a card is put. */
  public enum Place {
    salesforceContact,
    salesforceLead,
    mailbox
  }

  /**
   * @param kind {@code work}, {@code mobile}, {@code home} or {@code workFax}
   */
  public record Phone(String kind, String number) {}

  /**
   * @param countryCode ISO 3166, two letters
   */
  public record Address(
      String street,
      String city,
      String region,
      String postalCode,
      String country,
      String countryCode) {}

  /**
   * @param year null where only the day is known, which Google and Microsoft allow
   */
  public record Birthday(@Nullable Integer year, int month, int day) {}

  public Card {
    emails = List.copyOf(emails);
    phones = List.copyOf(phones);
  }
}
