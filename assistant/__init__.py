"""A local question-answering assistant over paper abstracts."""

import os

__version__ = "0.1.0"

# Nothing leaves the machine: onnxruntime 1.31 collects usage from the moment it is imported (a device id and a queue of
# events in ~/.cache/Microsoft), and the others are told not to, whatever they do today. Before any of them is loaded.
for _switch in ("ORT_DISABLE_TELEMETRY", "HF_HUB_DISABLE_TELEMETRY", "DO_NOT_TRACK"):
    os.environ[_switch] = "1"

# The threads of OpenBLAS wait 2^26 cycles for work before they sleep, from the import of numpy on: a core for nothing,
# which the chat, llama.cpp or onnxruntime would use. 2^4 cycles cost a product nothing that can be measured.
os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", "4")
