package io.lockstep.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What an administrator sets up in the org: its shape, rules, flows and limits. */
interface ControlledOrg {
  JsonNode org(String what);

  void org(String what, ObjectNode changes);
}
