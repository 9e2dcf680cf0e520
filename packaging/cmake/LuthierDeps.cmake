# Every library from outside, found once. LibTorch and Arrow come from the Python wheels that packaging/setup
# unpacked, unless CMAKE_PREFIX_PATH or LUTHIER_ARROW names others; the rest comes from the system.
find_package(Threads REQUIRED)
find_package(nlohmann_json 3.10 REQUIRED)
find_package(yaml-cpp 0.7 REQUIRED)
find_package(SQLite3 3.37 REQUIRED)
find_package(ICU 67 REQUIRED COMPONENTS uc)
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto)
find_package(PkgConfig REQUIRED)
pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-8)
pkg_check_modules(SIMDJSON REQUIRED IMPORTED_TARGET simdjson)
pkg_check_modules(LIBARCHIVE REQUIRED IMPORTED_TARGET libarchive)
find_package(EXPAT 2.4.1 REQUIRED)

if(NOT TARGET yaml-cpp::yaml-cpp) # its name since 0.8
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()

file(GLOB site_packages LIST_DIRECTORIES true "${LUTHIER_DEPS}/venv/lib/python3*/site-packages")
list(APPEND CMAKE_PREFIX_PATH "${site_packages}/torch/share/cmake")

set(LUTHIER_ARROW "${site_packages}/pyarrow" CACHE PATH "Folder with Arrow's include/ and libarrow.so.*")
file(GLOB arrow_library "${LUTHIER_ARROW}/libarrow.so*" "${LUTHIER_ARROW}/lib/libarrow.so*")
if(NOT arrow_library)
  message(FATAL_ERROR "Arrow C++ is not in '${LUTHIER_ARROW}'. Run packaging/setup, or set LUTHIER_ARROW.")
endif()
list(GET arrow_library 0 arrow_library)
add_library(luthier_arrow SHARED IMPORTED)
set_target_properties(luthier_arrow PROPERTIES
  IMPORTED_LOCATION "${arrow_library}"
  INTERFACE_INCLUDE_DIRECTORIES "${LUTHIER_ARROW}/include")

if(LUTHIER_QT)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets PrintSupport Svg Test LinguistTools)
  find_package(QCustomPlotQt6 QUIET)
  if(QCustomPlotQt6_FOUND)
    add_library(luthier_qcustomplot ALIAS QCustomPlotQt6::QCustomPlotQt6)
  else() # Fedora, Arch and others ship it without a CMake package
    find_path(QCUSTOMPLOT_INCLUDE qcustomplot.h PATH_SUFFIXES qcustomplot REQUIRED)
    find_library(QCUSTOMPLOT_LIBRARY NAMES QCustomPlotQt6 qcustomplot-qt6 qcustomplotQt6 qcustomplot REQUIRED)
    add_library(luthier_qcustomplot SHARED IMPORTED)
    set_target_properties(luthier_qcustomplot PROPERTIES
      IMPORTED_LOCATION "${QCUSTOMPLOT_LIBRARY}"
      INTERFACE_INCLUDE_DIRECTORIES "${QCUSTOMPLOT_INCLUDE}")
  endif()
endif()
if(LUTHIER_TORCH)
  set(wheel "${site_packages}/torch")
  foreach(prefix IN LISTS CMAKE_PREFIX_PATH) # the first is a LibTorch that was named, or the wheel
    if(EXISTS "${prefix}/../../lib/libtorch_cpu.so") # its folder of CMake files
      cmake_path(NORMAL_PATH prefix)
      cmake_path(GET prefix PARENT_PATH prefix)
      cmake_path(GET prefix PARENT_PATH prefix)
    endif()
    if(EXISTS "${prefix}/lib/libtorch_cpu.so")
      set(wheel "${prefix}")
      break()
    endif()
  endforeach()
  if(EXISTS "${wheel}/lib/libtorch_cuda.so")
    # Its CMake package wants the whole toolkit, and no file here includes a header of it. The part that computes on
    # processors needs two small libraries, which packaging/setup fetched; the one for cards needs all that it names.
    add_library(torch INTERFACE IMPORTED)
    target_include_directories(torch SYSTEM INTERFACE
      "${wheel}/include" "${wheel}/include/torch/csrc/api/include")
    target_link_libraries(torch INTERFACE "${wheel}/lib/libtorch_cpu.so" "${wheel}/lib/libc10.so")
    target_link_options(torch INTERFACE "LINKER:-rpath,${wheel}/lib"
      "LINKER:-rpath,${wheel}/../nvidia/cu13/lib" "LINKER:-rpath-link,${wheel}/../nvidia/cu13/lib")
    if(LUTHIER_CUDA)
      execute_process(COMMAND ldd "${wheel}/lib/libtorch_cuda.so" OUTPUT_VARIABLE needed ERROR_QUIET)
      if(needed AND NOT needed MATCHES "not found")
        message(STATUS "Graphics cards: by LibTorch's part for CUDA")
        # Nothing names it, and it is to be there all the same: it enters itself where LibTorch looks for devices.
        target_link_options(torch INTERFACE "LINKER:--no-as-needed,${wheel}/lib/libtorch_cuda.so,--as-needed"
          "LINKER:--allow-shlib-undefined")
      else()
        message(STATUS "Graphics cards: not used; libraries that LibTorch's part for CUDA needs are missing")
      endif()
    endif()
  else()
    find_package(Torch 2.11 REQUIRED)
  endif()
  # Loops of our own run on LibTorch's threads only where they are compiled with OpenMP, and with its copy of the
  # runtime: a second one would bring a second set of threads.
  set(torch_libraries "${wheel}/lib")
  if(TORCH_LIBRARY)
    get_filename_component(torch_libraries "${TORCH_LIBRARY}" DIRECTORY)
  endif()
  file(GLOB LUTHIER_OPENMP "${torch_libraries}/libgomp*.so*")
  if(NOT LUTHIER_OPENMP)
    find_package(OpenMP REQUIRED COMPONENTS CXX)
    set(LUTHIER_OPENMP "${OpenMP_gomp_LIBRARY}")
  endif()
  find_package(CLI11 2.1 REQUIRED)
endif()
