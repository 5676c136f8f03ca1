#!/bin/sh
# Puts together what the packages hold: the directory of a server as it is delivered, and a Liberty that has nothing but
# the features that it needs. Of the server that the build has created, only the libraries are taken: it may have run.
set -eu

project=$1
built=$project/target/liberty/wlp
staged=$project/target/release/staged
server=$staged/usr/servers/defaultServer
database=$project/src/main/deploy/kubernetes/common/databases/northwind.xml

jar --list --file "$project/target/grievances.war" | grep -q '^META-INF/sbom/bom.cdx.json$' || {
  echo "The war has no list of its libraries, which Maven does not make offline." >&2
  exit 1
}

rm -rf "$project/target/release"
mkdir -p "$server"
cp -R "$project/liberty/." "$server"
# Those are of the demo and of the tests.
rm "$server/databases/alpha.xml" "$server/databases/beta.xml"
cp "$database" "$server/databases/northwind.xml.example"
cp -R "$built/usr/servers/defaultServer/lib" "$server/lib"
mkdir "$server/apps"
cp "$project/target/grievances.war" "$server/apps"
sed -n 's|^ *<feature>\(.*\)</feature>$|\1|p' "$server/server.xml" "$server/configDropins/defaults"/*.xml \
  | sort -u > "$server/features.txt"

WLP_USER_DIR=$staged/usr WLP_OUTPUT_DIR=$staged/output LOG_DIR=$staged/output \
  "$built/bin/server" package defaultServer --include=minify --archive="$staged/minified.zip"
(cd "$staged" && jar --extract --file minified.zip)
rm -rf "$staged/wlp/usr"
