/**
 * @description Keeps Lockstep's marks on contacts right and tells the middleware of changes.
 */
trigger ContactSync on Contact(before insert, before update, after insert, after update, after delete, after undelete) {
  new SyncedRecordHandler(Contact.SObjectType).run();
}
