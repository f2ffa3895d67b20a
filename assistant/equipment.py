"""What answering needs, opened once: the library, the models and the index."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field

from assistant.checking.checkers import LANGUAGE_MODEL, Checker, CrossEncoderChecker, LanguageModelChecker, check_judge
from assistant.embedding import CrossEncoderReranker, Embedder, check_embedding_model, open_embedder
from assistant.errors import MissingError
from assistant.generation import AnswerGenerator, Cancelled, choosing
from assistant.language.words import Stemmer
from assistant.reader import Reader
from assistant.search.vector_search import open_index
from assistant.search.vectors import VectorIndex
from assistant.settings import Settings
from assistant.storage.library import Library
from assistant.storage.seal import Seal

NOT_AS_LEFT = (
    "the library {library} is not as it was left: another program, or the disk, has changed it, and answers may be"
    " wrong; 'assistant doctor --fix' examines and mends it"
)
NO_SEAL = (
    "nobody can tell whether the library {library} is as it was left: its seal, library.seal, is gone or damaged, and"
    " answers may be wrong; 'assistant doctor --fix' examines it and makes a new one"
)


@dataclass(slots=True)
class Resources:
    """What answering needs, opened once; the generator is opened when it is first asked to write.

    Attributes:
        retrieved: how many papers to retrieve for a question.
        always_answers: whether to answer from the nearest papers when they seem not to hold the answer.
        rewrites: whether the language model may rewrite later questions of a dialogue.
        repairs: whether sentences of a language model that do not hold are repaired.
    """

    library: Library
    embedder: Embedder
    index: VectorIndex
    choice: choosing.Choice
    retrieved: int
    always_answers: bool = False
    rewrites: bool = True
    repairs: bool = True
    stemmer: Stemmer = field(default_factory=Stemmer)
    reranker: CrossEncoderReranker | None = None
    other_checker: Checker | None = None
    _opening: Future[Reader] | None = None
    _generator: AnswerGenerator | None = None

    @property
    def paper_count(self) -> int:
        """How many papers are searched."""
        return self.library.paper_count()

    @property
    def generator_name(self) -> str:
        """Who writes: "quotes", "llama" or "openai"."""
        return self.choice.name

    @property
    def model(self) -> str | None:
        """The language model, if there is one."""
        return self._generator.model if self._generator else self.choice.model

    @property
    def reader(self) -> Reader:
        """What reads papers for questions and claims, loaded if it was not."""
        self.prepare_reader()
        assert self._opening
        try:
            return self._opening.result()
        except Exception:
            self._opening = None  # another question tries again
            raise

    @property
    def checker(self) -> Checker:
        """What says whether a paper holds a claim."""
        return self.other_checker or self.reader

    def checker_until(self, cancelled: Cancelled) -> Checker:
        """Return what says whether a paper holds a claim; a slow one stops soon after `cancelled()` becomes true."""
        if isinstance(self.other_checker, LanguageModelChecker):
            return LanguageModelChecker(lambda: self.generator, cancelled)
        return self.checker

    def prepare_reader(self) -> None:
        """Begin to load the reader, which takes about as long as to retrieve."""
        if self._opening is None:
            pool = ThreadPoolExecutor(1)
            self._opening = pool.submit(Reader)
            pool.shutdown(wait=False)

    @property
    def generator(self) -> AnswerGenerator:
        """The generator, loaded if it was not."""
        if self._generator is None:
            self._generator = self.choice.open()
        return self._generator

    def close(self) -> None:
        """Give everything back; calling it twice does no harm."""
        if self._generator is not None:
            self._generator.close()
        self.index.close()
        self.library.close()


def open_resources(settings: Settings, narrate: Callable[[str], None]) -> Resources:
    """Open what the settings name.

    Args:
        narrate: told in one line each what a person should know, such as that no language model was found.

    Raises:
        MissingError: there is no library, no paper in it, or no such model.
        LibraryError: the library was made with another embedding model.
    """
    with ExitStack() as on_failure:
        library = on_failure.enter_context(Library(settings.library, narrate=narrate))
        if not library.paper_count():
            raise MissingError(f"the library {settings.library} holds no papers", "add some with: assistant index PATH")
        check_embedding_model(library, settings.embedding_model)
        if (seal := library.seal()).is_doubtful:
            narrate((NOT_AS_LEFT if seal is Seal.BROKEN else NO_SEAL).format(library=library.folder))
        if missing := len(library.numbers_without_vectors()):
            some = f"{missing:,} of {library.paper_count():,}"
            narrate(f"{some} papers are not embedded yet: found by words only, until indexed again")
        choice = choosing.choose(settings, narrate)
        check_judge(settings.check, choice.name)
        generator = choosing.open_early(choice, on_failure)
        embedder = open_embedder(settings.embedding_model)
        reranker = CrossEncoderReranker(settings.rerank) if settings.rerank else None
        is_other = settings.check not in ("", LANGUAGE_MODEL)
        other_checker = CrossEncoderChecker(settings.check) if is_other else None
        index = open_index(library, settings.vector_index, narrate, settings.chroma)
        on_failure.pop_all()
    resources = Resources(
        library,
        embedder,
        index,
        choice,
        settings.retrieved,
        settings.always_answer,
        settings.rewrite_followups == "auto",
        settings.repair == "auto",
        reranker=reranker,
        _generator=generator,
        other_checker=other_checker,
    )
    if settings.check == LANGUAGE_MODEL:
        resources.other_checker = LanguageModelChecker(lambda: resources.generator)
    return resources
