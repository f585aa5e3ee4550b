/**
 * @description Keeps Lockstep's marks on events right and tells the middleware of changes.
 */
trigger EventSync on Event(before insert, before update, after insert, after update, after delete, after undelete) {
  new SyncedRecordHandler(Event.SObjectType).run();
}
