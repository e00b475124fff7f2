"""Uses one program through the accessibility tree of the desktop, as a screen reader does.

Reads one JSON object a line: a verb, what it is done to, and how many seconds that may take to appear. Answers each with one
line. What is not there yet is waited for by the events of the tree.
"""

import json
import os
import re
import sys
import warnings

import gi

# The bindings deprecate the only call that asks whether a node holds text.
warnings.simplefilter("ignore", DeprecationWarning)
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

ENDLESS = 10_000


def nodes(node):
    """A node and every node below it."""
    yield node
    for index in range(min(node.get_child_count(), ENDLESS)):
        child = node.get_child_at_index(index)
        if child is not None:
            yield from nodes(child)


def is_shown(node):
    """True for what the window shows, where it is scrolled out of sight too."""
    return node.get_state_set().contains(Atspi.StateType.VISIBLE)


def tree(program):
    """The nodes of all windows of the program, its system dialogs included."""
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(index)
        if application is None:
            continue
        try:
            # After an update the old program keeps running under a name of dpkg's.
            if not os.readlink(f"/proc/{application.get_process_id()}/exe").startswith(program):
                continue
        except OSError:
            # The application ended after the desktop listed it.
            continue
        for node in nodes(application):
            yield node


def text_of(node):
    """What the node says: the text of a field, else its name."""
    if node.get_text_iface() is not None:
        length = Atspi.Text.get_character_count(node)
        text = Atspi.Text.get_text(node, 0, length).replace("\ufffc", "")
        if text:
            return text
    return node.get_name() or ""


def fits(node, wanted):
    name = " ".join((node.get_name() or "").split())
    if "role" in wanted and node.get_role_name() not in wanted["role"]:
        return False
    if "name" in wanted and name != wanted["name"]:
        return False
    if "pattern" in wanted and not any(re.fullmatch(wanted["pattern"], said) for said in (name, text_of(node))):
        return False
    return is_shown(node)


def find(program, wanted):
    try:
        return next((node for node in tree(program) if fits(node, wanted)), None)
    except GLib.Error:
        # The tree changed during the read. Its event starts the search again.
        return None


def press(node):
    if not node.get_state_set().contains(Atspi.StateType.SENSITIVE):
        return None
    return {"pressed": Atspi.Action.do_action(node, 0)}


def focus(node):
    if node.get_state_set().contains(Atspi.StateType.FOCUSED):
        return {"focused": True}
    Atspi.Component.grab_focus(node)
    return None


VERBS = {"press": press, "focus": focus, "read": lambda node: {"text": text_of(node)}}


class Driver:
    def __init__(self, program):
        self.program = program
        self.request = None
        self.deadline = 0
        self.repetition = 0
        self.scheduled = False
        self.loop = GLib.MainLoop()
        self.listener = Atspi.EventListener.new(lambda _event: self.schedule())
        for event in ("object:children-changed", "object:state-changed", "object:property-change", "object:text-changed", "window"):
            self.listener.register(event)
        GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, self.hear)

    def hear(self, _source, _condition):
        line = sys.stdin.readline()
        if not line:
            self.loop.quit()
            return False
        self.request = json.loads(line)
        self.deadline = GLib.timeout_add_seconds(self.request["seconds"], self.give_up)
        self.repetition = GLib.timeout_add_seconds(1, self.repeat)
        self.schedule()
        return True

    def repeat(self):
        """Some changes have no event, such as another text in a place that stays."""
        self.schedule()
        return True

    def schedule(self):
        """Many events come at once; the tree is read once for all of them."""
        if self.request is not None and not self.scheduled:
            self.scheduled = True
            GLib.timeout_add(30, self.look)

    def look(self):
        self.scheduled = False
        if self.request is None:
            return False
        node = find(self.program, self.request["what"])
        try:
            outcome = None if node is None else VERBS[self.request["verb"]](node)
        except GLib.Error:
            # The node disappeared during its use. The node that replaces it sends an event.
            outcome = None
        if outcome is not None:
            self.answer(outcome)
        return False

    def give_up(self):
        shown = [f"{node.get_role_name()}: {node.get_name()} | {text_of(node)}" for node in tree(self.program) if is_shown(node)]
        self.answer({"failed": True, "shown": shown})
        return False

    def answer(self, outcome):
        self.request = None
        GLib.source_remove(self.deadline)
        GLib.source_remove(self.repetition)
        print(json.dumps(outcome), flush=True)


def end(kind, error, trace):
    sys.__excepthook__(kind, error, trace)
    os._exit(1)


# GLib would continue after an error of ours, and the test would wait for ever.
sys.excepthook = end
Atspi.init()
Driver(sys.argv[1]).loop.run()
