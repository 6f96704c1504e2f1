# cmake -D FOCUS=<command> -D SOURCE_DIR=<folder of focus-concepts.7> -D OUT_DIR=<folder> -P pages.cmake
#
# What the installed command comes with, all of it printed by the command: manual pages, completion.

function(print_to file)
    execute_process(COMMAND "${FOCUS}" ${ARGN}
        OUTPUT_FILE "${OUT_DIR}/${file}" RESULT_VARIABLE result)
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "${FOCUS} ${ARGN}: ${result}")
    endif()
endfunction()

file(REMOVE_RECURSE "${OUT_DIR}")
foreach(folder man1 man7 bash zsh fish)
    file(MAKE_DIRECTORY "${OUT_DIR}/${folder}")
endforeach()

execute_process(COMMAND "${FOCUS}" --db none complete-words -- ""
    OUTPUT_VARIABLE lines RESULT_VARIABLE result)
string(REGEX REPLACE "\t[^\n]*" "" verbs "${lines}")
string(REGEX MATCHALL "[^\n]+" verbs "${verbs}")
if(NOT result EQUAL 0 OR NOT verbs)
    message(FATAL_ERROR "${FOCUS} complete-words: ${result}")
endif()

print_to(man1/focus.1 help --man)
foreach(verb IN LISTS verbs)
    print_to(man1/focus-${verb}.1 help ${verb} --man)
endforeach()
file(COPY "${SOURCE_DIR}/focus-concepts.7" DESTINATION "${OUT_DIR}/man7")
print_to(bash/focus completion bash)
print_to(zsh/_focus completion zsh)
print_to(fish/focus.fish completion fish)
