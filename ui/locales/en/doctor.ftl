# What `aditctl doctor` and the page "Check this computer" say. The advice is the way out.

doctor-name-programs = Programs
doctor-name-service = Service
doctor-name-socket = Connection to the helper
doctor-name-tun-device = Tunnel device
doctor-name-capabilities = Rights of the helper
doctor-name-resolver = Name resolution
doctor-name-network-manager = NetworkManager
doctor-name-udp-offload = Packets in batches
doctor-name-kernel-offload = Encryption in the kernel
doctor-name-keychain = Keychain
doctor-name-clock = Clock
doctor-name-policy = Policy of the organisation

doctor-programs-there = The helper’s programs are in { $folder }.
doctor-programs-none = The helper is not installed in this system.
    .advice = Install Adit’s package, or go on with the helper that was started by hand.
doctor-programs-missing = { $path } is missing.
    .advice = Install Adit’s package again.
doctor-programs-not-executable = { $path } cannot be run.
    .advice = Install Adit’s package again.
doctor-programs-replaceable = Other users than the administrator could replace { $path }.
    .advice = Install Adit’s package again, and find out who changed that file.

doctor-service-runs = The helper runs.
doctor-service-starting = The helper is starting.
    .advice = If it stays like this, look at “journalctl -u aditd”.
doctor-service-unknown = This system does not tell which services it has.
    .advice = Start the helper by hand: “sudo aditd”.
doctor-service-not-installed = This system has no service for the helper.
    .advice = Install Adit’s package, or start the helper by hand: “sudo aditd”.
doctor-service-blocked = An administrator has blocked the helper.
    .advice = An administrator can allow it again with “sudo systemctl unmask aditd adit-netd”.
doctor-service-stopped = The helper was stopped.
    .advice = Start it in Adit’s window, or with “sudo systemctl start aditd”.
doctor-service-off = The helper is not enabled.
    .advice = Enable it in Adit’s window, or with “sudo systemctl enable --now aditd adit-netd”.
doctor-service-failing = The helper was started and ended by itself.
    .advice = Start it again in Adit’s window. “journalctl -u aditd -u adit-netd” says why it ended.

doctor-socket-answers = The helper { $version } answers at { $path }.
doctor-socket-older = The helper ({ $version }) is older than this program.
    .advice = Restart it with “sudo systemctl restart adit-netd aditd”. If that does not help, install Adit again.
doctor-socket-newer = The helper ({ $version }) is newer than this program.
    .advice = Close Adit and start it again. If that does not help, install it again.
doctor-socket-missing = There is nothing at { $path }, where the helper listens.
    .advice = Start the helper.
doctor-socket-other-file = { $path } is not a socket.
    .advice = Remove that file and start the helper again.
doctor-socket-closed = You may not open { $path }.
    .advice = Ask an administrator to start the helper again, which sets its permissions.
doctor-socket-silent = The helper does not answer at { $path }.
    .advice = Start the helper again.

doctor-tun-there = The kernel can make tunnels.
doctor-tun-missing = /dev/net/tun is missing, so that no tunnel can be made.
    .advice = Load the module with “sudo modprobe tun”. In a container, its host has to pass the device on.
doctor-tun-wrong = /dev/net/tun is not a device.
    .advice = Remove that file, then load the module with “sudo modprobe tun”.

doctor-capabilities-right = The helper may change the network, and nothing else.
doctor-capabilities-one-process = The helper may change the network. It is one process.
doctor-capabilities-unknown = The rights of the helper cannot be seen.
    .advice = They can be seen while it runs as a service.
doctor-capabilities-missing = The helper may not change the network.
    .advice = Start it again. If that does not help, look for changes with “systemctl cat adit-netd”.
doctor-capabilities-more = The helper has more rights than it needs.
    .advice = Look for changes with “systemctl cat aditd adit-netd”.

doctor-resolver-resolved = Names are resolved by systemd-resolved.
doctor-resolver-file = Names are resolved by the servers in { $path }.
doctor-resolver-silent = Names are to be resolved by systemd-resolved, which does not run.
    .advice = Start it with “sudo systemctl start systemd-resolved”.
doctor-resolver-missing = /etc/resolv.conf is missing or leads nowhere.
    .advice = Connect to a network, or start the service that writes this file.

doctor-network-manager-absent = NetworkManager does not run; Adit does not need it.
doctor-network-manager-told = NetworkManager { $version } leaves Adit’s tunnels alone.
doctor-network-manager-untold = NetworkManager { $version } was not told to leave Adit’s tunnels alone.
    .advice = Adit tells it for each tunnel. Adit’s package tells it once for all.

doctor-udp-offload-both = Sockets and the tunnel device move packets in batches (kernel { $kernel }).
doctor-udp-offload-sockets = Sockets move packets in batches, the tunnel device does so for TCP (kernel { $kernel }).
doctor-udp-offload-none = Packets are moved one by one, which takes more of the processor (kernel { $kernel }).
    .advice = A kernel of version 5.0 or newer moves them in batches.
doctor-udp-offload-unknown = The version of the kernel is not known ({ $kernel }).
    .advice = Adit finds out for each tunnel what the kernel can do.

doctor-kernel-offload-loaded = The kernel could encrypt packets by itself. Adit does so in any case.
doctor-kernel-offload-possible = The kernel may have a module that encrypts packets. Adit does so in any case.
doctor-kernel-offload-absent = The kernel does not encrypt packets by itself. Adit does so in any case.

doctor-keychain-runs = Passwords can be kept in the keychain.
doctor-keychain-starts = Passwords can be kept in the keychain, which starts when it is needed.
doctor-keychain-missing = This desktop has no keychain, so that passwords and new profiles are gone when Adit quits.
    .advice = Install one, for example gnome-keyring or KWallet, and log in again.
doctor-keychain-no-session = The keychain cannot be asked outside of a desktop session.
    .advice = Look at it from a terminal of your desktop, or in Adit’s window.

doctor-clock-set = The clock is set by the network.
doctor-clock-unknown = It is not known whether the network sets the clock. It looks right.
doctor-clock-not-set = The clock is not set by the network. Where it is wrong, certificates seem to have expired.
    .advice = Switch it on with “sudo timedatectl set-ntp true”.
doctor-clock-behind = The clock is wrong by months or more, so that certificates are not valid yet.
    .advice = Set the date, or let the network set it with “sudo timedatectl set-ntp true”.

doctor-policy-none = No organisation manages Adit on this computer.
doctor-policy-settled = An organisation manages Adit on this computer.
doctor-policy-settled-by = { $organisation } manages Adit on this computer.
doctor-policy-unknown = Whether an organisation manages Adit is known while the helper runs.
doctor-policy-unusable = The organisation’s policy in { $file } cannot be used, so that traffic is held back.
    .advice = “aditctl policy” says what is wrong with it.
