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
    if set -q words[2]; and contains -- $words[2] explain test lint select features rules stats new help version
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
complete -c dehusk -n 'test (count (commandline -opc)) -eq 1' -a stats -d 'Count what each rule takes'
complete -c dehusk -n 'test (count (commandline -opc)) -eq 1' -a new -d 'Print a rule file for a site'
complete -c dehusk -n 'test (count (commandline -opc)) -eq 1' -a help -d 'Print help'
complete -c dehusk -n 'test (count (commandline -opc)) -eq 1' -a version -d 'Print the version'

# Rules
complete -c dehusk -n '__dehusk_is clean explain features test lint rules' -l rules -x -a '(__dehusk_rule_files)' -d 'Load these rule files too'
complete -c dehusk -n '__dehusk_is clean explain features test lint rules' -l no-builtin -d 'Leave the built-in packs out'
complete -c dehusk -n '__dehusk_is clean explain features stats' -l use -x -a '(__dehusk_packs)' -d 'Run this pack, not those of the language'
complete -c dehusk -n '__dehusk_is clean explain features stats' -l level -x -a 'safe normal aggressive' -d 'How much goes'
complete -c dehusk -n '__dehusk_is clean explain features stats' -l only -x -a '(__dehusk_categories)' -d 'Run rules of these categories alone'
complete -c dehusk -n '__dehusk_is clean explain features stats' -l skip -x -a '(__dehusk_categories)' -d 'Leave rules of these categories out'
complete -c dehusk -n '__dehusk_is clean explain features stats' -l for -x -a 'article page' -d 'What is wanted of a document'
complete -c dehusk -n '__dehusk_is clean explain features stats' -l model -r -d 'Decide by the models of this file'
complete -c dehusk -n '__dehusk_is clean explain features stats' -l no-model -d 'Rules alone, no article model'
complete -c dehusk -n '__dehusk_is clean explain features stats' -l url -x -d 'Where the document was fetched'

# Input
complete -c dehusk -n '__dehusk_is clean explain features stats' -l as -x -a 'auto html text' -d 'What documents are'
complete -c dehusk -n '__dehusk_is clean explain features select stats' -l encoding -x -a 'utf-8 utf-16le utf-16be windows-1252 windows-1251 shift_jis euc-kr gb18030 big5' -d 'Encoding of the bytes'
complete -c dehusk -n '__dehusk_is clean explain features stats' -l max-bytes -x -d 'Refuse larger documents'
complete -c dehusk -n '__dehusk_is clean explain features stats' -l max-work -x -d 'Give up on documents that take more steps'
complete -c dehusk -n '__dehusk_is clean explain features select stats' -s r -l recursive -d 'Read what is in folders'

# Many documents
complete -c dehusk -n '__dehusk_is clean stats' -l include -x -d 'Of folders and archives only this'
complete -c dehusk -n '__dehusk_is clean stats' -l exclude -x -d 'Of folders and archives all but this'
complete -c dehusk -n '__dehusk_is clean stats' -l files-from -r -d 'Read what a file lists'
complete -c dehusk -n '__dehusk_is clean stats' -s 0 -l null -d 'Names in that list end with NUL'
complete -c dehusk -n '__dehusk_is clean stats' -l from -x -a 'auto files warc jsonl' -d 'What inputs are'
complete -c dehusk -n '__dehusk_is clean stats' -l html-field -x -d 'The field of JSONL that holds HTML'
complete -c dehusk -n '__dehusk_is clean stats' -l text-field -x -d 'The field that holds text'
complete -c dehusk -n '__dehusk_is clean stats' -l url-field -x -d 'The field that holds the URL'
complete -c dehusk -n '__dehusk_is clean stats' -l id-field -x -d 'The field that names a document'
complete -c dehusk -n '__dehusk_is clean stats' -l url-from-path -x -d 'The host of a file from its path'

# Output
complete -c dehusk -n '__dehusk_is clean' -l ext -x -d 'The extension of outputs below a folder'
complete -c dehusk -n '__dehusk_is clean' -l shards -x -d 'Deal the records to so many files'
complete -c dehusk -n '__dehusk_is clean' -l shard-size -x -d 'Begin another file at so many bytes'
complete -c dehusk -n '__dehusk_is clean' -l resume -d 'Go on where an earlier run was stopped'
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
complete -c dehusk -n '__dehusk_is clean' -l report -r -d 'Say what the run came to'
complete -c dehusk -n '__dehusk_is clean stats' -s j -l jobs -x -d Threads
complete -c dehusk -n '__dehusk_is clean stats' -l progress -x -a 'auto always never json' -d 'Show how far the run is'

# Commands
complete -c dehusk -n '__dehusk_is explain rules stats' -l json -d 'As JSON'
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
complete -c dehusk -n '__dehusk_is help' -f -a 'explain test lint select features rules stats new help version'

# General
complete -c dehusk -s q -l quiet -d 'No warnings'
complete -c dehusk -s v -l verbose -d 'Tell more on standard error'
complete -c dehusk -s h -l help -d 'Print help'
complete -c dehusk -l version -d 'Print the version'
