# Sourced by the scripts that run Java. Expects $root, the checkout.

# Prints the path of a java from 21 up. The one on the PATH may be older than the one the build found.
find_java() {
  local one
  for one in "${JAVA_HOME:-}/bin/java" "$(command -v java || true)" /usr/lib/jvm/*/bin/java /opt/*/bin/java "$HOME"/.m2/jdks/*/bin/java \
    "$HOME"/.jdks/*/bin/java "$HOME"/.sdkman/candidates/java/*/bin/java /Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java; do
    if [[ -x "$one" ]] && [[ "$("$one" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p')" -ge 21 ]]; then
      echo "$one"
      return
    fi
  done
  echo "This needs a JDK 21 or newer: install one or set JAVA_HOME to it" >&2
  exit 2
}

# Prints the flags that java at $1 should run with: from 23 up, one library's access to memory is announced at each start otherwise.
java_flags() {
  local release
  release="$("$1" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p')"
  echo "-Xshare:auto$([[ "$release" -lt 23 ]] || echo " --sun-misc-unsafe-memory-access=allow")"
}

# build_if_needed MODULES: packages the modules (with commas between them) where sources are newer than a jar, quietly.
build_if_needed() {
  local module jar needed=""
  for module in ${1//,/ }; do
    jar="$root/$module/target/lockstep$([[ "$module" == middleware ]] || echo "-$module").jar"
    if [[ ! -f "$jar" ]] || [[ -n "$(find "$root/$module/src/main" "$root/$module/pom.xml" "$root/pom.xml" -newer "$jar" -print -quit)" ]]; then
      needed=yes
    fi
  done
  [[ -n "$needed" ]] || return 0
  command -v mvn >/dev/null || { echo "Building needs Maven: install Maven 3.8.7 or newer" >&2; exit 2; }
  echo "Building ${1//,/ and }; the first time takes minutes" >&2
  (cd "$root" && mvn -q -B -Dstyle.color=never -pl "$1" package -DskipTests) >&2
}
