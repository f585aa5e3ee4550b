package io.lockstep.sandbox.salesforce.org.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** Reads a Salesforce project in source format, as a deployment would install it. */
public final class ForceApp {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CREDENTIAL = ".externalCredential-meta.xml";

  private final @Nullable String namespace;
  private final Map<String, ObjectDef> objects = new LinkedHashMap<>();
  private final Map<String, List<FieldDef>> fields = new LinkedHashMap<>();
  private final List<PermissionSetDef> permissionSets = new ArrayList<>();
  private final List<JwtCredential> credentials = new ArrayList<>();
  private TriggerContract triggers = TriggerContract.none();

  private ForceApp(@Nullable String namespace) {
    this.namespace = namespace;
  }

  /**
   * @param project the folder with {@code sfdx-project.json}, or one package folder itself
   * @throws IllegalArgumentException where the folder holds no package or a file cannot be read as
   *     metadata
   */
  public static Package read(Path project, @Nullable String namespace) {
    ForceApp reader = new ForceApp(namespace);
    try {
      for (Path dir : packageDirectories(project)) {
        reader.readDirectory(dir);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Package(
        List.copyOf(reader.objects.values()),
        reader.fields,
        List.copyOf(reader.permissionSets),
        reader.triggers,
        List.copyOf(reader.credentials));
  }

  private static List<Path> packageDirectories(Path project) throws IOException {
    if (!Files.isDirectory(project)) {
      throw new IllegalArgumentException("no Salesforce project at " + project);
    }
    Path file = project.resolve("sfdx-project.json");
    if (!Files.exists(file)) {
      return List.of(project);
    }
    List<Path> dirs = new ArrayList<>();
    for (JsonNode dir : JSON.readTree(file.toFile()).path("packageDirectories")) {
      dirs.add(project.resolve(dir.path("path").asText()));
    }
    return dirs;
  }

  private void readDirectory(Path dir) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(dir)) {
      files =
          walk.filter(Files::isRegularFile)
              .filter(f -> !f.toString().contains("node_modules"))
              .sorted()
              .toList();
    }
    for (Path f : files) {
      String name = String.valueOf(f.getFileName());
      if (name.endsWith(".object-meta.xml")) {
        readObject(f, name.substring(0, name.length() - ".object-meta.xml".length()), files);
      }
    }
    for (Path f : files) {
      String name = String.valueOf(f.getFileName());
      if (name.endsWith(".field-meta.xml")) {
        readField(f);
      } else if (name.endsWith(".permissionset-meta.xml")) {
        readPermissionSet(f, name.substring(0, name.length() - ".permissionset-meta.xml".length()));
      } else if (name.endsWith(CREDENTIAL)) {
        JwtCredential credential =
            JwtCredential.read(f, name.substring(0, name.length() - CREDENTIAL.length()));
        if (credential != null) {
          credentials.add(credential);
        }
      } else if (name.equals("triggers.json")) {
        triggers = TriggerContract.parse(JSON.readTree(f.toFile()), namespace);
      }
    }
  }

  private void readObject(Path file, String bareName, List<Path> files) {
    if (!bareName.endsWith("__c") && !bareName.endsWith("__e")) {
      return; // a standard object's own settings: layouts and labels, nothing the API shows
    }
    Element xml = MetadataXml.read(file);
    boolean event = bareName.endsWith("__e");
    String name = Package.prefixed(bareName, namespace);
    String label = MetadataXml.text(xml, "label", bareName);
    boolean detail =
        files.stream()
            .filter(f -> f.getParent() != null && f.startsWith(parent(file)))
            .filter(f -> f.toString().endsWith(".field-meta.xml"))
            .anyMatch(
                f -> MetadataXml.text(MetadataXml.read(f), "type", "").equals("MasterDetail"));
    List<FieldDef> base = new ArrayList<>();
    Set<String> can = new LinkedHashSet<>();
    if (event) {
      can.addAll(List.of("create", "event"));
      base.add(StandardTables.field("ReplayId string(20) na"));
      base.add(StandardTables.field("CreatedDate datetime da"));
      base.add(StandardTables.field("CreatedById reference da >User:CreatedBy"));
    } else {
      can.addAll(List.of("create", "update", "delete", "undelete", "replicate"));
      StandardTables.AUDIT.forEach(l -> base.add(StandardTables.field(l)));
      base.add(nameField(xml));
      if (!detail) {
        base.add(StandardTables.field("OwnerId reference cuda >User,Group:Owner"));
      }
    }
    String prefix = (event ? "e" : "a") + ordinal(objects.size());
    objects.put(
        bareName,
        ObjectDef.of(
            name,
            label,
            MetadataXml.text(xml, "pluralLabel", label),
            prefix,
            true,
            can,
            detail ? "ControlledByParent" : MetadataXml.text(xml, "sharingModel", "Private"),
            base));
  }

  private static FieldDef nameField(Element objectXml) {
    Element name = MetadataXml.child(objectXml, "nameField");
    boolean numbered = name != null && MetadataXml.text(name, "type", "Text").equals("AutoNumber");
    if (!numbered) {
      return StandardTables.field("Name string(80) cuna");
    }
    FieldDef plain = StandardTables.field("Name string(80) da");
    return new FieldDef(
        plain.field(),
        true,
        name == null ? "{0}" : MetadataXml.text(name, "displayFormat", "{0}"),
        null,
        false);
  }

  private void readField(Path file) {
    Path folder = parent(parent(file));
    String object = String.valueOf(folder.getFileName());
    FieldDef def = CustomField.read(MetadataXml.read(file), namespace);
    ObjectDef own = objects.get(object);
    if (own != null) {
      objects.put(object, own.plus(List.of(def)));
    } else if (object.endsWith("__c") || object.endsWith("__e")) {
      throw new IllegalArgumentException("field of an object without a metadata file: " + file);
    } else {
      fields.computeIfAbsent(object, k -> new ArrayList<>()).add(def);
    }
  }

  private void readPermissionSet(Path file, String name) {
    Element xml = MetadataXml.read(file);
    Map<String, String> objectRights = new LinkedHashMap<>();
    for (Element o : MetadataXml.children(xml, "objectPermissions")) {
      StringBuilder letters = new StringBuilder();
      letter(o, "allowCreate", 'c', letters);
      letter(o, "allowRead", 'r', letters);
      letter(o, "allowEdit", 'u', letters);
      letter(o, "allowDelete", 'd', letters);
      letter(o, "viewAllRecords", 'V', letters);
      letter(o, "modifyAllRecords", 'M', letters);
      objectRights.put(
          Package.prefixed(MetadataXml.text(o, "object", ""), namespace), letters.toString());
    }
    Map<String, String> fieldRights = new LinkedHashMap<>();
    for (Element f : MetadataXml.children(xml, "fieldPermissions")) {
      String[] path = MetadataXml.text(f, "field", ".").split("\\.", 2);
      boolean editable = MetadataXml.text(f, "editable", "false").equals("true");
      boolean readable = MetadataXml.text(f, "readable", "false").equals("true");
      fieldRights.put(
          Package.prefixed(path[0], namespace) + "." + Package.prefixed(path[1], namespace),
          editable ? "re" : readable ? "r" : "");
    }
    Set<String> user = new LinkedHashSet<>();
    for (Element u : MetadataXml.children(xml, "userPermissions")) {
      if (MetadataXml.text(u, "enabled", "false").equals("true")) {
        user.add(MetadataXml.text(u, "name", ""));
      }
    }
    permissionSets.add(
        new PermissionSetDef(
            name, MetadataXml.text(xml, "label", name), objectRights, fieldRights, user));
  }

  private static void letter(Element xml, String tag, char letter, StringBuilder letters) {
    if (MetadataXml.text(xml, tag, "false").equals("true")) {
      letters.append(letter);
    }
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("metadata file outside of a folder: " + file);
    }
    return parent;
  }

  /** The second and third character of a custom object's key prefix: 00, 01 … 0Z, 10 … */
  private static String ordinal(int n) {
    String digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return "" + digits.charAt(n / digits.length()) + digits.charAt(n % digits.length());
  }
}
