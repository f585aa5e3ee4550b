package io.lockstep.salesforce;

import com.sforce.soap.partner.DescribeSObjectResult;
import io.lockstep.port.PortException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Looks up and keeps what each user may do. */
final class UserViews {
  private static final Duration KEPT = Duration.ofHours(12);
  private static final List<String> OBJECTS = List.of("Event", "Contact", "Account");

  private final InstantSource clock;
  private final ConcurrentHashMap<String, UserView> views = new ConcurrentHashMap<>();

  UserViews(InstantSource clock) {
    this.clock = clock;
  }

  UserView of(SoapUser user) {
    String key = user.username().toLowerCase(Locale.ROOT);
    UserView kept = views.get(key);
    if (kept != null && clock.instant().isBefore(kept.at().plus(KEPT))) {
      return kept;
    }
    UserView fresh = look(user);
    views.put(key, fresh);
    return fresh;
  }

  /** After a field was refused: rights or fields have changed. */
  void forget(SoapUser user) {
    views.remove(user.username().toLowerCase(Locale.ROOT));
  }

  private UserView look(SoapUser user) {
    Map<String, ObjectShape> shapes = shapes(user);
    return new UserView(
        user.session().userId(),
        zone(user.call(on -> on.getUserInfo()).getUserTimeZone()),
        shape(shapes, "Event"),
        shape(shapes, "Contact"),
        shapes.containsKey("Account"),
        clock.instant());
  }

  private static ObjectShape shape(Map<String, ObjectShape> shapes, String object) {
    return shapes.getOrDefault(object, new ObjectShape(object, false, false, false, Map.of()));
  }

  private static ZoneId zone(@Nullable String id) {
    try {
      return id == null ? ZoneOffset.UTC : ZoneId.of(id);
    } catch (DateTimeException e) {
      // Only reminders of all-day events hang on it; an unknown zone must not stop a user's sync.
      return ZoneOffset.UTC;
    }
  }

  /** One call for all; where one object is hidden the whole call fails, and each is asked alone. */
  private static Map<String, ObjectShape> shapes(SoapUser user) {
    try {
      return described(user, OBJECTS);
    } catch (PortException.AccessLost e) {
      if (!e.code().equals("INVALID_TYPE")) {
        throw e;
      }
    }
    Map<String, ObjectShape> shapes = new HashMap<>();
    for (String object : OBJECTS) {
      try {
        shapes.putAll(described(user, List.of(object)));
      } catch (PortException.AccessLost e) {
        if (!e.code().equals("INVALID_TYPE")) {
          throw e;
        }
      }
    }
    return shapes;
  }

  private static Map<String, ObjectShape> described(SoapUser user, List<String> objects) {
    Map<String, ObjectShape> shapes = new HashMap<>();
    DescribeSObjectResult[] all =
        user.call(on -> on.describeSObjects(objects.toArray(String[]::new)));
    for (DescribeSObjectResult one : all) {
      ObjectShape shape = ObjectShape.of(one, user.namespace());
      shapes.put(shape.name(), shape);
    }
    return shapes;
  }
}
