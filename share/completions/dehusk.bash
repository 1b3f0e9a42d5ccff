# bash completion for dehusk(1)

# The packs that the rules have now, asked for when somebody types --use.
_dehusk_packs() {
  echo all
  "$1" rules --json 2>/dev/null | sed -n 's/^      "name": "\(.*\)",\{0,1\}$/\1/p'
}

# _dehusk_words CURRENT WORD...: those that go on from what is typed.
_dehusk_words() {
  local current=$1
  shift
  mapfile -t COMPREPLY < <(compgen -W "$*" -- "$current")
}

# The same for a list parted by commas.
_dehusk_list() {
  local current=$1 before=
  shift
  [[ $current == *,* ]] && before=${current%,*},
  mapfile -t COMPREPLY < <(compgen -P "$before" -W "$*" -- "${current##*,}")
}

# Folders, and files that fit a pattern.
_dehusk_files() {
  local current=$1 pattern=$2
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <({ compgen -d -- "$current"; compgen -f -X "!$pattern" -- "$current"; } | sort -u)
}

_dehusk() {
  local commands='explain test lint select features rules stats new help version'
  local categories='ad ticker cross-link related navigation byline dateline caption legal subscribe share comment cookie
    promo other'
  local general='-q --quiet -v --verbose -h --help --version'
  local files='--rules --no-builtin'
  local rules="$files --use --level --only --skip --for --model --no-model --url"
  local input='--as --encoding --max-bytes --max-work -r --recursive'
  local output='-o --output -d --directory -i --in-place --to --absolute-links --jsonl --separator --removed --keep-blank
    --check --report'
  local run='-j --jobs --progress'
  local many='--include --exclude --files-from -0 --null --from --html-field --text-field --url-field --id-field --url-from-path'
  local large='--ext --shards --shard-size --resume'

  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=
  # --level=safe is three words here.
  if [[ $current == = ]]; then
    current=
  elif [[ $before == = ]]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  if ((COMP_CWORD > 1)) && [[ " $commands " == *" ${COMP_WORDS[1]} "* ]]; then
    command=${COMP_WORDS[1]}
  fi

  COMPREPLY=()
  case $before in
    --level) _dehusk_words "$current" safe normal aggressive; return ;;
    --only | --skip) _dehusk_list "$current" $categories; return ;;
    --use) _dehusk_words "$current" "$(_dehusk_packs "$1")"; return ;;
    --for) _dehusk_words "$current" article page; return ;;
    --as) _dehusk_words "$current" auto html text; return ;;
    --to) _dehusk_words "$current" text markdown html; return ;;
    --progress) _dehusk_words "$current" auto always never json; return ;;
    --from) _dehusk_words "$current" auto files warc jsonl; return ;;
    --color) _dehusk_words "$current" auto always never; return ;;
    --format) _dehusk_words "$current" text json sarif github; return ;;
    --rules) _dehusk_files "$current" '*.toml'; return ;;
    -d | --directory) _dehusk_files "$current" ''; return ;;
    -o | --output | --removed | --report | --model | --files-from) _dehusk_files "$current" '*'; return ;;
    --html) [[ $command == explain ]] && { _dehusk_files "$current" '*'; return; } ;;
    --encoding) _dehusk_words "$current" utf-8 utf-16le utf-16be windows-1252 windows-1251 shift_jis euc-kr gb18030 big5; return ;;
    --url | --max-bytes | --max-work | --separator | --attr | --why | -j | --jobs | --include | --exclude | --url-from-path) return ;;
    --html-field | --text-field | --url-field | --id-field | --ext | --shards | --shard-size) return ;;
  esac

  case $command:$current in
    :-*) _dehusk_words "$current" $rules $input $many $output $large $run $general ;;
    explain:-*) _dehusk_words "$current" $rules $input --json --html --why --color $general ;;
    test:-*) _dehusk_words "$current" --coverage --update $files $general ;;
    lint:-*) _dehusk_words "$current" --format --list $files $general ;;
    select:-*) _dehusk_words "$current" --text --html --attr --count --line --encoding -r --recursive $general ;;
    features:-*) _dehusk_words "$current" $rules $input --list $general ;;
    stats:-*) _dehusk_words "$current" $rules $input $many $run --json $general ;;
    rules:-*) _dehusk_words "$current" --json $files $general ;;
    *:-*) _dehusk_words "$current" $general ;;
    help:*) _dehusk_words "$current" $commands ;;
    new:*) ((COMP_CWORD == 2)) && _dehusk_words "$current" site ;;
    rules:* | version:*) ;;
    select:*) ((COMP_CWORD > 2)) && _dehusk_files "$current" '*' ;;  # the selector comes first
    test:* | lint:*) _dehusk_files "$current" '*.toml' ;;
    *)
      _dehusk_files "$current" '*'
      ((COMP_CWORD == 1)) && mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$commands" -- "$current")
      ;;
  esac
}

complete -F _dehusk dehusk
