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
