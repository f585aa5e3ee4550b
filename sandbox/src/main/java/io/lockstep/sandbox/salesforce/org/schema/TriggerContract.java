package io.lockstep.sandbox.salesforce.org.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the package's triggers do, since Apex cannot run here; read from {@code
 * contract/triggers.json}, which the Apex tests hold the triggers to.
 *
 * @param objects by API name with the org's namespace
 */
public record TriggerContract(Map<String, Steps> objects) {

  /** One step of a trigger. Field names carry the org's namespace. */
  public sealed interface Step {
    /**
     * Empties the fields of a row that is about to be inserted.
     *
     * @param clonesOnly only if it is a clone
     */
    record Blank(List<String> fields, boolean clonesOnly) implements Step {}

    /**
     * Refuses a save that says in {@code seen} another value than {@code field} had; {@code
     * unstamped} stands for none. What was said is not kept.
     */
    record RefuseUnlessSeen(String field, String seen) implements Step {}

    /**
     * Gives the field a fresh value unless this save gives it one that differs from what it had.
     */
    record RenewUnlessSet(String field) implements Step {}

    /** Publishes the ids of the changed rows after the commit. */
    record Nudge() implements Step {}
  }

  public record Steps(List<Step> beforeInsert, List<Step> beforeUpdate, List<Step> afterChange) {}

  private static final Steps NOTHING = new Steps(List.of(), List.of(), List.of());

  static TriggerContract none() {
    return new TriggerContract(Map.of());
  }

  public Steps of(String object) {
    return objects.getOrDefault(object, NOTHING);
  }

  static TriggerContract parse(JsonNode json, @Nullable String namespace) {
    if (json.path("version").asInt() != 1) {
      throw new IllegalArgumentException(
          "the trigger contract has version " + json.path("version") + ", known is 1");
    }
    Map<String, Steps> objects = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> e : json.path("objects").properties()) {
      objects.put(
          Package.prefixed(e.getKey(), namespace),
          new Steps(
              steps(e.getValue().path("beforeInsert"), namespace),
              steps(e.getValue().path("beforeUpdate"), namespace),
              steps(e.getValue().path("afterChange"), namespace)));
    }
    return new TriggerContract(Map.copyOf(objects));
  }

  private static List<Step> steps(JsonNode list, @Nullable String namespace) {
    List<Step> steps = new ArrayList<>();
    for (JsonNode step : list) {
      steps.add(
          switch (step.path("do").asText()) {
            case "blank" -> blank(step, namespace);
            case "refuseUnlessSeen" ->
                new Step.RefuseUnlessSeen(
                    Package.prefixed(step.path("field").asText(), namespace),
                    Package.prefixed(step.path("seen").asText(), namespace));
            case "renewUnlessSet" ->
                new Step.RenewUnlessSet(Package.prefixed(step.path("field").asText(), namespace));
            case "nudge" -> new Step.Nudge();
            default ->
                throw new IllegalArgumentException("unknown step in the trigger contract: " + step);
          });
    }
    return List.copyOf(steps);
  }

  private static Step blank(JsonNode step, @Nullable String namespace) {
    String when = step.path("when").asText();
    if (!when.equals("isClone") && !when.equals("always")) {
      throw new IllegalArgumentException("a blank step needs when=isClone or always: " + step);
    }
    List<String> fields = new ArrayList<>();
    step.path("fields").forEach(f -> fields.add(Package.prefixed(f.asText(), namespace)));
    return new Step.Blank(List.copyOf(fields), when.equals("isClone"));
  }
}
