# fish completion for dehusk(1)

# The packs that the rules have now, asked for when somebody types --use.
function __dehusk_packs
    echo all
    set -l program (commandline -opc)[1]
    $program rules --json 2>/dev/null | string replace -rf '^ {6}"name": "(.*)",?$' '$1'
end

# Whether the command line is of one of these commands; "clean" is a line without a command.
function __dehusk_is
    set -l words (commandline -opc)
    set -l command clean
    if set -q words[2]; and contains -- $words[2] explain test lint select features rules new help version
        set command $words[2]
    end
    contains -- $command $argv
end

# A list of categories, parted by commas.
function __dehusk_categories
    set -l before (commandline -ct | string replace -rf '^(?:--\w+=)?(.*,)?[^,]*$' '$1')
    printf "$before%s\n" ad ticker cross-link related navigation byline dateline caption legal subscribe share comment \
        cookie promo other
end

function __dehusk_rule_files
    __fish_complete_suffix .toml
end

complete -c dehusk -n 'test (count (commandline -opc)) -eq 1' -a explain -d 'Show what went and which rule decided'
complete -c dehusk -n 'test (count (commandline -opc)) -eq 1' -a test -d 'Run the tests of rule files'
complete -c dehusk -n 'test (count (commandline -opc)) -eq 1' -a lint -d 'Report all faults of rule files'
complete -c dehusk -n 'test (count (commandline -opc)) -eq 1' -a select -d 'Print the elements that a selector finds'
complete -c dehusk -n 'test (count (commandline -opc)) -eq 1' -a features -d 'Print what is measured of each block'
complete -c dehusk -n 'test (count (commandline -opc)) -eq 1' -a rules -d 'List the rules that are loaded'
complete -c dehusk -n 'test (count (commandline -opc)) -eq 1' -a new -d 'Print a rule file for a site'
complete -c dehusk -n 'test (count (commandline -opc)) -eq 1' -a help -d 'Print help'
complete -c dehusk -n 'test (count (commandline -opc)) -eq 1' -a version -d 'Print the version'

# Rules
complete -c dehusk -n '__dehusk_is clean explain features test lint rules' -l rules -x -a '(__dehusk_rule_files)' -d 'Load these rule files too'
complete -c dehusk -n '__dehusk_is clean explain features test lint rules' -l no-builtin -d 'Leave the built-in packs out'
complete -c dehusk -n '__dehusk_is clean explain features' -l use -x -a '(__dehusk_packs)' -d 'Run this pack, not those of the language'
complete -c dehusk -n '__dehusk_is clean explain features' -l level -x -a 'safe normal aggressive' -d 'How much goes'
complete -c dehusk -n '__dehusk_is clean explain features' -l only -x -a '(__dehusk_categories)' -d 'Run rules of these categories alone'
complete -c dehusk -n '__dehusk_is clean explain features' -l skip -x -a '(__dehusk_categories)' -d 'Leave rules of these categories out'
complete -c dehusk -n '__dehusk_is clean explain features' -l for -x -a 'article page' -d 'What is wanted of a document'
complete -c dehusk -n '__dehusk_is clean explain features' -l model -r -d 'Decide by the models of this file'
complete -c dehusk -n '__dehusk_is clean explain features' -l no-model -d 'Rules alone, no article model'
complete -c dehusk -n '__dehusk_is clean explain features' -l url -x -d 'Where the document was fetched'

# Input
complete -c dehusk -n '__dehusk_is clean explain features' -l as -x -a 'auto html text' -d 'What documents are'
complete -c dehusk -n '__dehusk_is clean explain features select' -l encoding -x -a 'utf-8 utf-16le utf-16be windows-1252 windows-1251 shift_jis euc-kr gb18030 big5' -d 'Encoding of the bytes'
complete -c dehusk -n '__dehusk_is clean explain features' -l max-bytes -x -d 'Refuse larger documents'
complete -c dehusk -n '__dehusk_is clean explain features' -l max-work -x -d 'Give up on documents that take more steps'
complete -c dehusk -n '__dehusk_is clean explain features select' -s r -l recursive -d 'Read what is in folders'

# Output
complete -c dehusk -n '__dehusk_is clean' -s o -l output -r -d 'Write all documents to a file'
complete -c dehusk -n '__dehusk_is clean' -s d -l directory -x -a '(__fish_complete_directories)' -d 'Write each document below a folder'
complete -c dehusk -n '__dehusk_is clean' -s i -l in-place -d 'Replace each file'
complete -c dehusk -n '__dehusk_is clean' -l to -x -a 'text markdown html' -d 'What pages become'
complete -c dehusk -n '__dehusk_is clean' -l absolute-links -d 'Resolve the links of a page'
complete -c dehusk -n '__dehusk_is clean' -l jsonl -d 'One JSON object a document'
complete -c dehusk -n '__dehusk_is clean' -l separator -x -d 'Between documents of one stream'
complete -c dehusk -n '__dehusk_is clean' -l removed -r -d 'List what was removed'
complete -c dehusk -n '__dehusk_is clean' -l keep-blank -d 'Leave blank lines as they are'
complete -c dehusk -n '__dehusk_is clean' -l check -d 'Write nothing, exit 1 if something would go'
complete -c dehusk -n '__dehusk_is clean' -s j -l jobs -x -d Threads

# Commands
complete -c dehusk -n '__dehusk_is explain rules' -l json -d 'As JSON'
complete -c dehusk -n '__dehusk_is explain' -l html -r -d 'Write a page for a browser'
complete -c dehusk -n '__dehusk_is explain' -l why -x -d 'Only what became of the blocks that hold a text'
complete -c dehusk -n '__dehusk_is explain' -l color -x -a 'auto always never' -d 'Use colour'
complete -c dehusk -n '__dehusk_is select' -l text -d 'Print their text'
complete -c dehusk -n '__dehusk_is select' -l html -d 'Print their start tags'
complete -c dehusk -n '__dehusk_is select' -l attr -x -d 'Print the value of an attribute'
complete -c dehusk -n '__dehusk_is select' -l count -d 'Print how many there are'
complete -c dehusk -n '__dehusk_is select' -l line -d 'Print file and line before each'
complete -c dehusk -n '__dehusk_is select; and test (count (commandline -opc)) -eq 2' -f
complete -c dehusk -n '__dehusk_is test' -l coverage -d 'Fail rules that no test fires'
complete -c dehusk -n '__dehusk_is test' -l update -d 'Write the output into want where a test fails'
complete -c dehusk -n '__dehusk_is lint' -l format -x -a 'text json sarif github' -d 'Form of the report'
complete -c dehusk -n '__dehusk_is features' -l list -d 'Print the features and what they mean'
complete -c dehusk -n '__dehusk_is lint' -l list -d 'Print all codes'
complete -c dehusk -n '__dehusk_is test lint' -f -a '(__dehusk_rule_files)'
complete -c dehusk -n '__dehusk_is rules version' -f
complete -c dehusk -n '__dehusk_is new' -f -a site
complete -c dehusk -n '__dehusk_is help' -f -a 'explain test lint select features rules new help version'

# General
complete -c dehusk -s q -l quiet -d 'No warnings'
complete -c dehusk -s v -l verbose -d 'Tell more on standard error'
complete -c dehusk -s h -l help -d 'Print help'
complete -c dehusk -l version -d 'Print the version'
