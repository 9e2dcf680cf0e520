#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python stack (transformers, peft, llama-cpp-python) on the work that packaging/bench measures.

    peer_bench.py classify --model DIR --data FILE.csv  [--train all|head|top2] [--best] [--steps N] [--batch N] [--dropout P]
    peer_bench.py lora     --model DIR --data FILE.json [--best] [--steps N] [--batch N]      LoRA, rank 16, all linear layers
    peer_bench.py sft      --model DIR --data FILE.json [--best] [--steps N] [--batch N]      full fine-tuning
    peer_bench.py write    --model DIR|FILE.gguf  a prompt of 512 tokens and 128 new ones, by transformers (bf16) or llama.cpp
    peer_bench.py convert  --model FILE.gguf --out DIR                                        GGUF to a folder of this stack
    peer_bench.py requantise --model FILE.gguf --out FILE.gguf --kind Q8_0|BF16               GGUF to another GGUF

One JSON line: task, mode (best, stock), steps, tokens_per_s and samples_per_s (real tokens, no padding counted, the first
5 steps left out), peak_rss_mib, import_and_load_s, first_step_s (process start to the end of step 1), loss_first,
loss_last, versions, threads. --best is the fastest set-up that we know of in public advice: bf16, rows grouped by length,
fused AdamW; with --fp32 in float32, which is faster than bf16 where the processor has no AMX. Without it: the library's defaults. Rows are read as Luthier reads them: the same texts, through the model's
own chat template, cut at 128 tokens (classify) or 512. `head` trains the classifier alone, `top2` the last two blocks with
what stands above them.
"""
import argparse
import csv
import json
import os
import pathlib
import resource
import sys
import tempfile
import time

START = time.perf_counter()
WARM_UP = 5  # steps that do not count


def cut_rows_of_classes(args, tokenizer):
    with open(args.data, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = sorted({row["category"] for row in rows})
    encoded = tokenizer([row["text"] for row in rows], truncation=True, max_length=128)["input_ids"]
    return names, [{"input_ids": ids, "labels": names.index(row["category"])} for ids, row in zip(encoded, rows)]


def rows_of_answers(args, tokenizer):
    samples = []
    for row in json.loads(pathlib.Path(args.data).read_text(encoding="utf-8")):
        asked = row["instruction"] + ("\n\n" + row["input"] if row["input"] else "")
        turns = [{"role": "user", "content": asked}]
        before = tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)
        turns.append({"role": "assistant", "content": row["output"]})
        whole = tokenizer.apply_chat_template(turns, tokenize=False)
        prompt = tokenizer(before, add_special_tokens=False)["input_ids"]
        ids = prompt + tokenizer(whole[len(before):], add_special_tokens=False)["input_ids"]
        samples.append({"input_ids": ids[:512], "labels": ([-100] * len(prompt) + ids[len(prompt):])[:512]})
    return samples


def classifier(args):
    from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding
    tokenizer = AutoTokenizer.from_pretrained(args.model)
    names, rows = cut_rows_of_classes(args, tokenizer)
    config = AutoConfig.from_pretrained(args.model, num_labels=len(names))
    if args.dropout is not None:
        config.hidden_dropout_prob = config.attention_probs_dropout_prob = args.dropout
    model = AutoModelForSequenceClassification.from_pretrained(args.model, config=config)
    if args.train != "all":
        lowest = config.num_hidden_layers - 2
        for name, parameter in model.named_parameters():
            block = int(name.split(".layer.")[1].split(".")[0]) if ".layer." in name else -1
            above = block >= lowest or ".pooler." in name
            parameter.requires_grad_(name.startswith("classifier.") or (args.train == "top2" and above))
    return model, rows, DataCollatorWithPadding(tokenizer), 16, 5e-5


def writer(args):
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq
    tokenizer = AutoTokenizer.from_pretrained(args.model)
    kind = torch.bfloat16 if args.best and not args.fp32 else torch.float32
    model = AutoModelForCausalLM.from_pretrained(args.model, dtype=kind)
    if args.task == "lora":
        from peft import LoraConfig, get_peft_model
        model = get_peft_model(model, LoraConfig(r=16, lora_alpha=32, target_modules="all-linear", task_type="CAUSAL_LM"))
    rate = 2e-4 if args.task == "lora" else 2e-5
    return model, rows_of_answers(args, tokenizer), DataCollatorForSeq2Seq(tokenizer, padding=True), 8, rate


def train(args):
    import torch
    import transformers
    model, rows, pad, batch_size, rate = classifier(args) if args.task == "classify" else writer(args)
    loaded = time.perf_counter()
    counted = []  # (tokens, rows) of each batch
    ended, losses = [], []

    class Watch(transformers.TrainerCallback):
        def on_step_end(self, *_, **__):
            ended.append(time.perf_counter())

        def on_log(self, *_, logs=None, **__):
            if logs and "loss" in logs:
                losses.append(logs["loss"])

    def collate(batch):
        counted.append((sum(len(row["input_ids"]) for row in batch), len(batch)))
        return pad(batch)

    fastest = {"bf16": not args.fp32, "train_sampling_strategy": "group_by_length", "optim": "adamw_torch_fused"}
    with tempfile.TemporaryDirectory() as folder:
        settings = transformers.TrainingArguments(
            folder, max_steps=args.steps, per_device_train_batch_size=args.batch or batch_size, learning_rate=rate,
            logging_steps=WARM_UP, save_strategy="no", report_to=[], use_cpu=True, disable_tqdm=True, seed=1,
            **(fastest if args.best else {}))
        transformers.Trainer(model=model, args=settings, train_dataset=rows, data_collator=collate,
                             callbacks=[Watch()]).train()
    seconds = ended[-1] - ended[WARM_UP - 1]
    steady = counted[WARM_UP:len(ended)]
    name = {"classify": f"classify-{args.train}", "lora": "lora-sft", "sft": "full-sft"}[args.task]
    print(json.dumps({
        "task": name, "mode": "best" if args.best else "stock", "steps": len(ended),
        "tokens_per_s": round(sum(tokens for tokens, _ in steady) / seconds, 1),
        "samples_per_s": round(sum(count for _, count in steady) / seconds, 2),
        "peak_rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "import_and_load_s": round(loaded - START, 2), "first_step_s": round(ended[0] - START, 2),
        "loss_first": losses[0], "loss_last": losses[-1], "torch": torch.__version__,
        "transformers": transformers.__version__, "threads": torch.get_num_threads()}))


PROMPT = list(range(100, 612))  # any ids: the time does not depend on them
NEW = 128


def writing_llama_cpp(path):
    """Prompt in, likeliest token by token out; without the Python side's samplers, which cost more than a token."""
    import llama_cpp
    import numpy
    model = llama_cpp.Llama(path, n_ctx=1024, n_threads=os.cpu_count(), n_threads_batch=os.cpu_count(), n_batch=512,
                            verbose=False)
    words = model.n_vocab()

    def likeliest():
        return int(numpy.ctypeslib.as_array(llama_cpp.llama_get_logits_ith(model.ctx, -1), (words,)).argmax())

    def once():
        model.reset()
        start = time.perf_counter()
        model.eval(PROMPT)
        token = likeliest()
        first = time.perf_counter()
        for i in range(NEW - 1):
            model._batch.set_batch([token], n_past=len(PROMPT) + i, logits_all=False)
            model._ctx.decode(model._batch)
            token = likeliest()
        return first - start, time.perf_counter() - first
    return once, f"llama-cpp-python {llama_cpp.__version__}"


def writing_transformers(path):
    import torch
    import transformers
    model = transformers.AutoModelForCausalLM.from_pretrained(path, dtype=torch.bfloat16).eval()
    prompt = torch.tensor([PROMPT])

    def seconds(tokens):
        start = time.perf_counter()
        with torch.inference_mode():
            model.generate(prompt, attention_mask=torch.ones_like(prompt), do_sample=False, min_new_tokens=tokens,
                           max_new_tokens=tokens)
        return time.perf_counter() - start

    def once():
        first = seconds(1)
        return first, seconds(NEW) - first
    return once, f"transformers {transformers.__version__}"


def write(args):
    once, version = writing_llama_cpp(args.model) if args.model.endswith(".gguf") else writing_transformers(args.model)
    loaded = time.perf_counter()
    once()
    times = sorted((once() for _ in range(3)), key=lambda pair: pair[1])
    prompt, written = times[1]
    print(json.dumps({"task": "write", "mode": version, "tokens_per_s": round((NEW - 1) / written, 1),
                      "prompt_tokens_per_s": round(len(PROMPT) / prompt, 1),
                      "peak_rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                      "first_step_s": round(loaded - START + prompt, 2)}))


def requantise(args):
    import ctypes
    import llama_cpp
    settings = llama_cpp.llama_model_quantize_default_params()
    settings.ftype = getattr(llama_cpp, f"LLAMA_FTYPE_MOSTLY_{args.kind}")
    settings.allow_requantize = True
    if llama_cpp.llama_model_quantize(args.model.encode(), args.out.encode(), ctypes.byref(settings)) != 0:
        sys.exit(f"llama.cpp could not turn {args.model} into {args.kind}")


def convert(args):
    """bf16 weights and the tokenizer. The import knows no `smollm` pre-tokenizer: it splits digits one by one."""
    import gguf
    import torch
    from tokenizers import pre_tokenizers
    from transformers import AutoModelForCausalLM, AutoTokenizer
    source = pathlib.Path(args.model).resolve()
    tokenizer = AutoTokenizer.from_pretrained(source.parent, gguf_file=source.name)
    kind = gguf.GGUFReader(source).get_field("tokenizer.ggml.pre")
    if kind is not None and kind.contents() == "smollm":
        tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
            [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    model = AutoModelForCausalLM.from_pretrained(source.parent, gguf_file=source.name, dtype=torch.float32)
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    model.hf_quantizer, model.is_quantized = None, False
    weights = {name: tensor.to(torch.bfloat16) for name, tensor in model.state_dict().items()}
    model.to(torch.bfloat16).save_pretrained(args.out, state_dict=weights)
    tokenizer.save_pretrained(args.out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=["classify", "lora", "sft", "write", "convert", "requantise"])
    parser.add_argument("--model", required=True)
    parser.add_argument("--data")
    parser.add_argument("--out")
    parser.add_argument("--kind", choices=["Q8_0", "BF16"])
    parser.add_argument("--best", action="store_true")
    parser.add_argument("--fp32", action="store_true", help="with --best: for processors whose bf16 is slow")
    parser.add_argument("--train", choices=["all", "head", "top2"], default="all")
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--batch", type=int)
    parser.add_argument("--dropout", type=float)
    args = parser.parse_args()
    if args.task == "convert":
        return convert(args)
    if args.task == "requantise":
        return requantise(args)
    if args.task == "write":
        return write(args)
    if args.data is None or args.steps <= WARM_UP:
        sys.exit(f"--data is needed, and more than {WARM_UP} steps")
    return train(args)


if __name__ == "__main__":
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    main()
