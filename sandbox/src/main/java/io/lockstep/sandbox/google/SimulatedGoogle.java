package io.lockstep.sandbox.google;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.google.calendar.CalendarEngine;
import io.lockstep.sandbox.google.oauth.Grants;
import io.lockstep.sandbox.google.oauth.ServiceAccount;
import io.lockstep.sandbox.google.people.PeopleEngine;
import io.lockstep.sandbox.itip.MailService;
import io.lockstep.sandbox.itip.Meeting;
import io.lockstep.sandbox.itip.PostOffice;
import io.lockstep.sandbox.itip.Reply;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The state of the simulated Google and what people do in its own pages: create, edit and delete
 * events and contacts, answer invitations, label, merge. Events and contacts are documents in the
 * form of Google's own resources. Every method may be called from any thread.
 *
 * <p>Refusals are {@link GoogleError}s, as a client would get them.
 */
public final class SimulatedGoogle implements AutoCloseable {
  private final GoogleSettings settings = new GoogleSettings();
  private final Random random;
  private final Grants grants;
  private final CalendarEngine calendar;
  private final PeopleEngine people;
  private final SandboxClock clock;
  private final Map<String, GoogleUser> users = new LinkedHashMap<>();
  private final Map<String, GoogleUser> robots = new LinkedHashMap<>();
  private final List<Mail> mails = new ArrayList<>();

  /**
   * @param seed of ids, tokens and delays
   */
  public SimulatedGoogle(SandboxClock clock, long seed) {
    this.clock = clock;
    this.random = new Random(seed);
    this.grants = new Grants(settings, clock, random);
    this.calendar = new CalendarEngine(settings, clock, random, this::newId, this::post);
    this.people = new PeopleEngine(settings, clock, random);
  }

  public GoogleSettings settings() {
    return settings;
  }

  public Grants grants() {
    return grants;
  }

  CalendarEngine calendar() {
    return calendar;
  }

  PeopleEngine people() {
    return people;
  }

  SandboxClock clock() {
    return clock;
  }

  /** A random id in base32hex, 26 characters. */
  String newId() {
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < 26; i++) {
      id.append("0123456789abcdefghijklmnopqrstuv".charAt(random.nextInt(32)));
    }
    return id.toString();
  }

  /** Whether something of this probability happens now. */
  public boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  private synchronized void post(Mail mail) {
    mails.add(mail);
  }

  /** A new account in Calendar and Contacts; phone numbers are read as numbers of the US. */
  public GoogleUser addUser(String email, String name, ZoneId timeZone, List<String> aliases) {
    return addUser(email, name, timeZone, aliases, true, "US");
  }

  /**
   * A new account.
   *
   * @param usesCalendar false: the administrator has switched Calendar off for this user
   * @param region ISO code of the country for phone numbers that name none
   */
  public synchronized GoogleUser addUser(
      String email,
      String name,
      ZoneId timeZone,
      List<String> aliases,
      boolean usesCalendar,
      String region) {
    String id = "1" + String.format("%020d", random.nextLong(1L << 60));
    GoogleUser user = new GoogleUser(id, email, aliases, name, timeZone, usesCalendar);
    users.put(user.email(), user);
    calendar.addUser(user);
    people.addUser(user, region);
    return user;
  }

  /** Registers a service account, which has a calendar of its own but is no person. */
  public synchronized void addServiceAccount(ServiceAccount account) {
    grants.register(account);
    GoogleUser robot =
        new GoogleUser(
            account.clientId(),
            account.email(),
            List.of(),
            account.email(),
            ZoneId.of("Etc/UTC"),
            true);
    robots.put(robot.email(), robot);
    calendar.addUser(robot);
    people.addUser(robot, "US");
  }

  /** The person with this address or alias; null where there is none. */
  public synchronized @Nullable GoogleUser findUser(String address) {
    return users.values().stream().filter(u -> u.owns(address)).findFirst().orElse(null);
  }

  /** The person or service account with this primary address. */
  synchronized @Nullable GoogleUser principal(String email) {
    GoogleUser user = users.get(email);
    return user != null ? user : robots.get(email);
  }

  synchronized boolean isRobot(String email) {
    return robots.containsKey(email);
  }

  /**
   * @throws IllegalArgumentException where there is no such person
   */
  public GoogleUser user(String address) {
    GoogleUser user = findUser(address);
    if (user == null) {
      throw new IllegalArgumentException("The simulated Google has no user " + address + ".");
    }
    return user;
  }

  public synchronized List<GoogleUser> users() {
    return List.copyOf(users.values());
  }

  /** Every message sent so far, oldest first. */
  public synchronized List<Mail> mails() {
    return List.copyOf(mails);
  }

  public synchronized void clearMails() {
    mails.clear();
  }

  /** Creates an event in a person's primary calendar; guests are invited by mail. */
  public synchronized ObjectNode createEvent(String user, ObjectNode event) {
    return calendar.create(user(user), "primary", event);
  }

  public synchronized ObjectNode createEvent(String user, String calendarId, ObjectNode event) {
    return calendar.create(user(user), calendarId, event);
  }

  /**
   * Edits an event, a series, or (by an instance's id) one instance.
   *
   * @param change merged into the event; null clears a field
   */
  public synchronized ObjectNode editEvent(String user, String eventId, ObjectNode change) {
    return calendar.edit(user(user), "primary", eventId, change);
  }

  /** "This and following events"; gives the new series. */
  public synchronized ObjectNode editFollowing(String user, String instanceId, ObjectNode change) {
    return calendar.editFollowing(user(user), "primary", instanceId, change);
  }

  public synchronized void deleteEvent(String user, String eventId) {
    calendar.delete(user(user), "primary", eventId);
  }

  public synchronized void deleteEvent(String user, String calendarId, String eventId) {
    calendar.delete(user(user), calendarId, eventId);
  }

  public synchronized void moveEvent(String user, String eventId, String destination) {
    calendar.move(user(user), "primary", eventId, destination);
  }

  /**
   * Answers an invitation.
   *
   * @param response {@code accepted}, {@code declined} or {@code tentative}
   */
  public synchronized void answer(String user, String eventId, String response) {
    calendar.answer(user(user), eventId, response);
  }

  /** An invitation from outside, or a change or cancellation of one. */
  public synchronized void receiveInvitation(String user, ObjectNode event) {
    calendar.receive(user(user), event);
  }

  /** Exchanges meetings and answers with other services from now on. */
  public void join(PostOffice post) {
    calendar.mailBy(post, () -> clock.scaled(settings.postTime));
    post.join(
        new MailService() {
          @Override
          public boolean hosts(String address) {
            return findUser(address) != null;
          }

          @Override
          public void receive(Meeting meeting, String address) {
            synchronized (SimulatedGoogle.this) {
              calendar.receive(user(address), meeting);
            }
          }

          @Override
          public void receive(Reply reply) {
            synchronized (SimulatedGoogle.this) {
              calendar.receive(user(reply.organizer()), reply);
            }
          }
        });
  }

  /** Puts an event there that no client could create, such as a {@code fromGmail} one. */
  public synchronized ObjectNode plantEvent(String user, ObjectNode event) {
    return calendar.plant(user(user), event);
  }

  /** Events, series and exceptions of a person's primary calendar that are not cancelled. */
  public synchronized List<ObjectNode> events(String user) {
    return calendar.seen(user(user), "primary");
  }

  public synchronized List<ObjectNode> events(String user, String calendarId) {
    return calendar.seen(user(user), calendarId);
  }

  /** Everything stored of the primary calendar, deleted events included. */
  public synchronized List<ObjectNode> allEvents(String user) {
    return calendar.stored(user(user), "primary");
  }

  /** A further calendar; its id. */
  public synchronized String addCalendar(String user, String name) {
    return calendar.addCalendar(user(user), name, null);
  }

  /** Gives somebody a role (reader, writer, owner) on a calendar, or with null takes it. */
  public synchronized void shareCalendar(
      String user, String calendarId, String with, @Nullable String role) {
    calendar.share(user(user), calendarId, user(with).email(), role);
  }

  public synchronized ObjectNode createContact(String user, ObjectNode person) {
    return people.create(user(user), person);
  }

  /** Replaces the given fields of a contact; an empty list clears one. */
  public synchronized ObjectNode editContact(String user, String resourceName, ObjectNode change) {
    return people.edit(user(user), resourceName, change);
  }

  public synchronized void deleteContact(String user, String resourceName) {
    people.delete(user(user), resourceName);
  }

  /** Merges two contacts; the second is deleted. */
  public synchronized ObjectNode mergeContacts(String user, String keep, String drop) {
    return people.merge(user(user), keep, drop);
  }

  public synchronized ObjectNode duplicateContact(String user, String resourceName) {
    return people.duplicate(user(user), resourceName);
  }

  /** A label's resource name; made where there is none yet. */
  public synchronized String group(String user, String name) {
    return people.group(user(user), name);
  }

  public synchronized void renameGroup(String user, String group, String name) {
    people.renameGroup(user(user), group, name);
  }

  public synchronized void label(String user, String resourceName, String group) {
    people.label(user(user), resourceName, group);
  }

  public synchronized void unlabel(String user, String resourceName, String group) {
    people.unlabel(user(user), resourceName, group);
  }

  /** Links a contact with an account (null unlinks); its resource name changes. */
  public synchronized ObjectNode linkContact(
      String user, String resourceName, @Nullable String account) {
    return people.link(user(user), resourceName, account == null ? null : user(account));
  }

  /** A person's living contacts, complete. */
  public synchronized List<ObjectNode> contacts(String user) {
    return people.seen(user(user));
  }

  /** Makes all sync tokens given so far for this person's data worthless. */
  public synchronized void expireSyncTokens(String user) {
    calendar.expireSyncTokens(user(user));
    people.expireSyncTokens(user(user));
  }

  /** Ends the push channels; nothing is delivered any more. */
  @Override
  public void close() {
    calendar.close();
  }
}
