# Texts of aditctl beside failures (failures.ftl) and reports (lint.ftl); prompts are used by the window as well.

phase-resolving = Looking up the server
phase-contacting = Contacting the server
phase-securing = Checking the server
phase-authenticating = Signing in
phase-configuring = Setting up the tunnel

prompt-credentials-title = The server asks for a user name and a password.
    .advice = Type them, or give them with --username and --password-stdin.
prompt-password-title = The server asks for the password of { $username }.
    .advice = Type it, or give it with --password-stdin.
prompt-credentials-refused-title = The server refused this user name or password.
    .advice = Check them and try again.
prompt-credentials-refused-reason-title = The server refused this user name or password and says: “{ $reason }”
    .advice = Check them and try again.
prompt-passphrase-title = This profile’s private key is locked.
    .advice = Type its passphrase.
prompt-passphrase-wrong-title = This passphrase does not open the private key.
    .advice = Check it and try again.
prompt-challenge-title = The server asks: “{ $question }”
    .advice = Type the answer.
prompt-confirm-elsewhere-title = The server waits for you elsewhere and says: “{ $text }”
    .advice = Do what it says. Nothing has to be typed here; Adit goes on by itself.
prompt-proxy-title = The proxy { $proxy } asks for a user name and a password.
    .advice = Type them, or give them with “aditctl answer”.
prompt-proxy-refused-title = The proxy { $proxy } refused this user name or password.
    .advice = Type them again. They are the proxy’s, not the VPN server’s.
terminal-browser-needs-window = This profile signs in with the browser, which needs Adit’s window.
    .advice = Import the profile in Adit, if it is not there yet, and connect it there.
prompt-form-title = The server asks for a sign-in.
    .advice = Fill in what it asks for, here or with “aditctl answer”.
prompt-form-refused-title = The server refused this sign-in.
    .advice = Check what was filled in and try again.
prompt-form-refused-reason-title = The server refused this sign-in and says: “{ $reason }”
    .advice = Check what was filled in and try again.
prompt-banner-title = The server shows a text that has to be accepted.
    .advice = Read it, and accept it if you agree.
prompt-browser-title = The server wants you to sign in at { $host } with the browser.
    .advice = Open the link only if you know this name.

# How to answer: $flags are flags of aditctl, $fields names of the fields of a form.
terminal-answer-with = Answer it with { $flags }.
terminal-answer-with-fields = Answer it with --answers, which reads { $fields }.
terminal-answer-missing = Give what is missing with { $flags }, or all of it with --answers.
terminal-answer-missing-fields = Give what is missing with --answers, which reads { $fields }.
terminal-answer-nothing = Nothing has to be typed for it; --cancel ends the attempt.
terminal-answer-wrong-flag = { $flag } does not belong to this question.
terminal-input-ended = Standard input ended before { $flag } had a line.
terminal-answers-unreadable = The answers in { $file } cannot be read.
    .advice = Check that it is there, is text of at most 64 KiB, and that you may read it.
terminal-answers-no-name = Line { $line } of the answers is not of the form NAME=VALUE.
    .advice = “aditctl connect --help” lists the names.
terminal-answers-unknown-name = Line { $line } of the answers begins with a name that Adit does not know.
    .advice = “aditctl connect --help” lists the names.
terminal-answers-unknown-json-name = The answers have a name that Adit does not know.
    .advice = “aditctl connect --help” lists the names.
terminal-answers-not-json = The answers begin like JSON and are not a JSON object.
terminal-answers-not-text = A value of the answers is neither a text in quotes nor a list of them.
    .advice = Put numbers in quotes too, or the zeros that a code begins with are lost.
terminal-answers-too-large = The answers are too long or too many.
    .advice = A value has at most 16 KiB, and there are at most 256.
# Files beside a profile, with what would be typed otherwise.
terminal-login-from = User name and password come from { $file }, which the profile names.
terminal-passphrase-from = The passphrase comes from { $file }, which the profile names.
terminal-file-exposed = Other users of this computer can read { $file }.
    .advice = “chmod 600” keeps them from it.
terminal-login-file-other = { $file } is not a file with a user name in its first line and a password in its second.
terminal-passphrase-file-other = { $file } is not a file with a passphrase in its first line.
terminal-secret-file-missing = { $file }, which the profile names for signing in, is not beside it.
terminal-secret-file-elsewhere = { $file }, which the profile names for signing in, is not read: it is hidden, or does not lie in the profile’s folder.
    .advice = What stands in it would be sent to the profile’s server. Give it with --answers if that is meant.
terminal-secret-file-unreadable = { $file }, which the profile names for signing in, cannot be read.

verdict-importable = Ready to use.
verdict-importable-with-warnings = Usable, with something to know.
verdict-incomplete = { $count ->
    [one] Usable once one thing is added.
   *[other] Usable once { $count } things are added.
}
verdict-reject = Not usable as it stands.
verdict-used = used
verdict-ignored = ignored
verdict-replaced = replaced
verdict-warning = note
verdict-needed = needed
verdict-refused = refused

## Settings

terminal-setting-none = There is no setting “{ $name }”.
    .advice = All of them: aditctl settings list
terminal-setting-wrong = The setting “{ $name }” cannot be that.
    .advice = It can be: { $choices }
terminal-setting-unknown = unknown: the helper is not running
terminal-setting-managed = set by your organisation
terminal-settings-damaged = Some settings in { $path } cannot be read. Their defaults hold.
terminal-settings-no-folder = There is no folder for settings: HOME is not set.
