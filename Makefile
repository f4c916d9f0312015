# make run   serve on 127.0.0.1:8000 with embedded defaults
# make test  install the rest and pass every test
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check -c constraints.txt
CONSOLE := server/console
CONSOLE_SOURCES := $(shell find $(CONSOLE) -type f -not -path '*/node_modules/*' -not -path '*/dist/*')

.PHONY: run console test check clean

run: $(VENV)/serving $(CONSOLE)/dist/index.html
	@$(BIN)/liubu serve

console: $(CONSOLE)/dist/index.html

test: $(VENV)/testing $(CONSOLE)/dist/index.html
	$(BIN)/pytest -n 2 --dist loadfile

check: $(VENV)/testing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:
	rm -rf $(VENV) $(CONSOLE)/dist $(CONSOLE)/node_modules

$(BIN)/python:
	$(PYTHON) -c 'import sys; assert sys.version_info >= (3, 11), "LiuBu needs Python 3.11 or later"'
	$(PYTHON) -m venv $(VENV)

$(VENV)/serving: pyproject.toml constraints.txt | $(BIN)/python
	@echo '安装服务依赖 … installing what serving needs'
	$(PIP) -e .
	@touch $@

$(VENV)/testing: pyproject.toml constraints.txt | $(BIN)/python
	@echo '安装训练与测试依赖 … installing what training and tests need'
	$(PIP) -e '.[test]'
	@touch $@ $(VENV)/serving

# Node comes from PyPI, so that Python alone suffices.
$(CONSOLE)/dist/index.html: $(CONSOLE_SOURCES) | $(VENV)/serving
	@echo '构建控制台 … building the console'
	$(PIP) -e '.[console]'
	@$(BIN)/python scripts/npm.py $(CONSOLE) ci --no-audit --no-fund
	@$(BIN)/python scripts/npm.py $(CONSOLE) run build
	@touch $@
