"""Jupyter's own checks of a kernel, with TypeScript for the code they run."""

import unittest

import jupyter_kernel_test


class DescentKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "descent"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    completion_samples = [
        {"text": "Math.flo", "matches": {"floor"}},
        {"text": "'text'.startsW", "matches": {"startsWith"}},
    ]
    complete_code_samples = ["const a = 1", "console.log('hello')", "function f() { return 1 }"]
    incomplete_code_samples = ["const s = `hello", "function f() {", "f(1,"]
    invalid_code_samples = ["const = 1", "let 3x = 2"]
    code_generate_error = "throw new Error('bad')"
    code_page_something = None
    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "[1, 2].map((n) => 2 * n)", "result": "[ 2, 4 ]"},
    ]
    code_display_data = [
        {
            "code": "await display({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>x</b>' }) })",
            "mime": "text/html",
        },
    ]
    code_history_pattern = "1 ? 2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "console.log"
    code_clear_output = "clearOutput()"


if __name__ == "__main__":
    unittest.main()
