/**
 * @description Tells the middleware that something changed. All nudges that come together are one call: it needs no
 * more than to be told to look now, and reads from its own place in the change feed.
 */
trigger SyncNudgeSubscriber on SyncNudge__e(after insert) {
  System.enqueueJob(new SyncNudgeCall());
}
