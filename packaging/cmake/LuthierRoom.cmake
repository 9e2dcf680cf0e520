# luthier_room(<target> <folder>/<list>.def): compiles <folder>/<stem>.cpp for every KIND(stem) line of the list.
function(luthier_room target list)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${list})
  cmake_path(GET list PARENT_PATH folder)
  file(STRINGS ${list} entries REGEX "^[A-Z]+\\([a-z0-9_]+\\)")
  foreach(entry IN LISTS entries)
    string(REGEX REPLACE "^[A-Z]+\\(([a-z0-9_]+)\\).*" "\\1" stem "${entry}")
    file(GLOB file RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} ${folder}/${stem}.cpp ${folder}/*/${stem}.cpp)
    target_sources(${target} PRIVATE ${file})
  endforeach()
endfunction()

# luthier_test(<folder>/<name> <library>...): <folder>/tst_<name>.cpp is one executable and one ctest, labelled <folder>.
function(luthier_test test)
  cmake_path(GET test PARENT_PATH folder)
  cmake_path(GET test FILENAME name)
  add_executable(tst_${name} ${folder}/tst_${name}.cpp)
  set_target_properties(tst_${name} PROPERTIES AUTOMOC ON)
  target_compile_definitions(tst_${name} PRIVATE
    QT_NO_KEYWORDS # torch has a function called slots()
    SOURCE_DIR="${PROJECT_SOURCE_DIR}" TEST_DATA="${LUTHIER_TEST_DATA}" DEPS_DIR="${LUTHIER_DEPS}")
  target_link_libraries(tst_${name} PRIVATE luthier_options Qt6::Test ${ARGN})
  add_test(NAME ${name} COMMAND tst_${name})
  set_tests_properties(${name} PROPERTIES LABELS ${folder} TIMEOUT 120 ENVIRONMENT
    "QT_QPA_PLATFORM=offscreen;QTEST_FUNCTION_TIMEOUT=900000;OMP_WAIT_POLICY=passive;LC_ALL=C.UTF-8;LUTHIER_HOME=${CMAKE_BINARY_DIR}/home;LUTHIER_MODELS=${LUTHIER_DEPS}/models;TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/tsan.supp")
endfunction()

# luthier_isa_tests(<name>...): runs these tests once more on each slower road that kernels have; a road that the processor
# lacks gives the next one below.
function(luthier_isa_tests)
  foreach(name IN LISTS ARGN)
    get_test_property(${name} ENVIRONMENT environment)
    foreach(isa plain avx2 avx512 avx512bf16)
      add_test(NAME ${name}_${isa} COMMAND tst_${name})
      set_tests_properties(${name}_${isa} PROPERTIES LABELS isa TIMEOUT 120 ENVIRONMENT "${environment};LUTHIER_ISA=${isa}")
    endforeach()
  endforeach()
endfunction()

# luthier_test_data(<archive>...): unpacks tests/data/<archive> into the build tree whenever it changes.
function(luthier_test_data)
  foreach(archive IN LISTS ARGN)
    set(source ${PROJECT_SOURCE_DIR}/tests/data/${archive})
    set(stamp ${LUTHIER_TEST_DATA}/.${archive}.stamp)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
    if(NOT EXISTS ${stamp} OR ${source} IS_NEWER_THAN ${stamp})
      file(ARCHIVE_EXTRACT INPUT ${source} DESTINATION ${LUTHIER_TEST_DATA})
      file(TOUCH ${stamp})
    endif()
  endforeach()
endfunction()
