# SPDX-License-Identifier: Apache-2.0
#
# Puts the packages of python-test-packages.txt into build/venv when that list, or Python, is not the one that it was made from.
# Sourced by ./test after setup.sh. Without PyPI the tests go on, and the cases that need a package skip by its name.

python_list=$root/packaging/python-test-packages.txt
python_venv=$root/build/venv

# What the environment is made from: the list, the interpreter, the place.
python_recipe() {
  grep -v '^#' "$python_list"
  python3 -V
  printf '%s\n' "$python_venv"
}

make_python_venv() {
  python3 -m venv "$python_venv" &&
    "$python_venv/bin/python3" -m pip install --quiet --no-input --disable-pip-version-check --retries 1 --timeout 15 -r "$python_list"
}

want_python_packages() {
  recipe=$(python_recipe)
  [ "$recipe" = "$(cat "$python_venv/made-from" 2>/dev/null)" ] && return 0
  rm -rf "$python_venv"
  if with_progress 'fetching Python packages for tests' make_python_venv; then
    printf '%s\n' "$recipe" >"$python_venv/made-from"
  else
    rm -rf "$python_venv"
    say "going on without the Python packages of $python_list; cases that need them will be skipped (log: $log)"
  fi
}
