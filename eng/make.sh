# Makes what is older than its sources, for run.sh, test.sh and the tests.

# make <name> <what> <result> <command>: runs the command unless the result is newer than every source. Quiet when all is well.
make() {
  local stamp=.data/made-$1 output
  if [ -e "$3" ] && [ -e "$stamp" ] && [ -z "$(newer_than "$stamp")" ]; then
    return
  fi
  step "$2"
  mkdir -p .data
  touch "$stamp.begun"
  output=$("${@:4}" -c Release -v quiet -nologo -clp:ErrorsOnly 2>&1) || fail "$output"
  mv "$stamp.begun" "$stamp"
}

# The projects' own folders do not count: a build makes bin and obj in them.
newer_than() {
  find Functions EmbeddedHost Local Sandbox eng/local.slnf host.json global.json Directory.*.props \
    \( -name bin -o -name obj \) -prune -o \( -type f -o -path '*/*' \) -newer "$1" -print -quit
}

publish_package() {
  make package "Publishing the function app" .data/package/host.json dotnet publish Functions -o .data/package
}
