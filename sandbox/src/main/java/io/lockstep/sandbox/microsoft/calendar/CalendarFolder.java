package io.lockstep.sandbox.microsoft.calendar;

import io.lockstep.sandbox.microsoft.ChangeLog;

/** One calendar of a mailbox. */
final class CalendarFolder {
  final String key;
  final boolean isDefault;
  final ChangeLog log;
  String name;
  String color = "auto";
  String groupKey;
  String changeKey;

  CalendarFolder(
      String key,
      String name,
      boolean isDefault,
      String groupKey,
      ChangeLog log,
      String changeKey) {
    this.key = key;
    this.name = name;
    this.isDefault = isDefault;
    this.groupKey = groupKey;
    this.log = log;
    this.changeKey = changeKey;
  }
}
