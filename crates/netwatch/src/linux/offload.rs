//! Whether this kernel could seal and open OpenVPN packets by itself.
//!
//! It tells by a family of generic netlink: `ovpn` since Linux 6.16, `ovpn-dco-v2` for the module that was there before. All
//! families are listed; asking for one by its name would make the kernel load a module of that name
//! (`net/netlink/genetlink.c`), and looking changes nothing.

use std::{fs, io, path::Path, sync::OnceLock};

use rtnetlink::sys::{Socket, SocketAddr, protocols::NETLINK_GENERIC};
use vpn_api::KernelOffload;

/// Families, best first, and the modules that bring them.
const FAMILIES: [(&str, &str); 2] = [("ovpn", "ovpn"), ("ovpn-dco-v2", "ovpn-dco-v2")];

/// `linux/genetlink.h`.
const GENL_ID_CTRL: u16 = 0x10;
const CTRL_CMD_GETFAMILY: u8 = 3;
const CTRL_ATTR_FAMILY_NAME: u16 = 2;
const CTRL_VERSION: u8 = 1;
/// `linux/netlink.h`.
const NLMSG_ERROR: u16 = 2;
const NLMSG_DONE: u16 = 3;
const NLM_F_REQUEST: u16 = 1;
const NLM_F_DUMP: u16 = 0x300;
/// Upper bits of an attribute's type are flags.
const ATTRIBUTE_KIND: u16 = 0x3fff;
/// Of a netlink message, and of generic netlink behind it.
const HEADER: usize = 16;
const GENERIC_HEADER: usize = 4;
/// Datagrams of one list at most; a machine has a few dozen families, a dozen in each datagram.
const MAX_DATAGRAMS: usize = 256;

/// What the kernel could do, looked up at the first call. Loads no module, runs no program and does not wait.
pub fn kernel_offload() -> KernelOffload {
    static FOUND: OnceLock<KernelOffload> = OnceLock::new();
    FOUND.get_or_init(look).clone()
}

fn look() -> KernelOffload {
    match families() {
        Ok(families) => judge(&families, &modules()),
        Err(error) => {
            tracing::debug!(%error, "the kernel does not list its families of generic netlink");
            KernelOffload::Unknown
        }
    }
}

/// `modules`: the list of those that could be loaded, empty if it may not be read.
fn judge(families: &[String], modules: &str) -> KernelOffload {
    let registered = FAMILIES.iter().find(|(family, _)| families.iter().any(|found| found == family));
    if let Some((family, _)) = registered {
        return KernelOffload::Present { family: (*family).to_owned() };
    }
    let is_there = |module: &str| modules.lines().any(|line| is_module(line, module));
    match FAMILIES.iter().find(|(_, module)| is_there(module)) {
        Some((_, module)) => KernelOffload::NotLoaded { module: (*module).to_owned() },
        None => KernelOffload::Absent,
    }
}

/// Whether a line of `modules.dep` (`path/name.ko.zst: what it needs`) is about this module.
fn is_module(line: &str, module: &str) -> bool {
    let path = line.split(':').next().unwrap_or_default();
    let file = path.rsplit('/').next().unwrap_or_default();
    file.split_once(".ko").is_some_and(|(name, _)| name == module)
}

fn modules() -> String {
    let release = rustix::system::uname().release().to_string_lossy().into_owned();
    fs::read_to_string(Path::new("/lib/modules").join(release).join("modules.dep")).unwrap_or_default()
}

/// The names of all families that are registered.
fn families() -> io::Result<Vec<String>> {
    let mut socket = Socket::new(NETLINK_GENERIC)?;
    socket.bind_auto()?;
    socket.connect(&SocketAddr::new(0, 0))?;
    // The kernel answers within the call that asks, and goes on within those that read.
    socket.set_non_blocking(true)?;
    socket.send(&request(), 0)?;
    let mut names = Vec::new();
    for _ in 0..MAX_DATAGRAMS {
        let (datagram, _) = socket.recv_from_full()?;
        if read(&datagram, &mut names)? {
            return Ok(names);
        }
    }
    Err(io::Error::other("the list does not end"))
}

/// Asks for all families.
fn request() -> Vec<u8> {
    let len = (HEADER + GENERIC_HEADER) as u32;
    let mut bytes = len.to_ne_bytes().to_vec();
    bytes.extend(GENL_ID_CTRL.to_ne_bytes());
    bytes.extend((NLM_F_REQUEST | NLM_F_DUMP).to_ne_bytes());
    // Sequence number and port: the socket has one question and one answer.
    bytes.extend([0; 8]);
    bytes.extend([CTRL_CMD_GETFAMILY, CTRL_VERSION, 0, 0]);
    bytes
}

/// Takes the names out of one datagram. `true`: it was the last.
fn read(mut datagram: &[u8], names: &mut Vec<String>) -> io::Result<bool> {
    while let Some((header, _)) = datagram.split_first_chunk::<HEADER>() {
        let [l0, l1, l2, l3, k0, k1, ..] = *header;
        let len = u32::from_ne_bytes([l0, l1, l2, l3]) as usize;
        let message = datagram.get(HEADER..len).ok_or(io::ErrorKind::InvalidData)?;
        match u16::from_ne_bytes([k0, k1]) {
            NLMSG_DONE => return Ok(true),
            NLMSG_ERROR => {
                let errno = message.first_chunk().map_or(0, |bytes| i32::from_ne_bytes(*bytes));
                return Err(io::Error::from_raw_os_error(errno.saturating_neg()));
            }
            GENL_ID_CTRL => names.extend(family_name(message.get(GENERIC_HEADER..).unwrap_or_default())),
            _ => {}
        }
        datagram = datagram.get(len.next_multiple_of(4)..).unwrap_or_default();
    }
    Ok(false)
}

fn family_name(mut attributes: &[u8]) -> Option<String> {
    loop {
        let [l0, l1, k0, k1] = *attributes.first_chunk()?;
        let len = usize::from(u16::from_ne_bytes([l0, l1]));
        let value = attributes.get(4..len)?;
        if u16::from_ne_bytes([k0, k1]) & ATTRIBUTE_KIND == CTRL_ATTR_FAMILY_NAME {
            let name = value.split(|byte| *byte == 0).next().unwrap_or_default();
            return String::from_utf8(name.to_vec()).ok();
        }
        attributes = attributes.get(len.next_multiple_of(4)..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_lists_its_families() {
        let found = families().unwrap();
        assert!(found.iter().any(|name| name == "nlctrl"), "{found:?}");
        assert_ne!(kernel_offload(), KernelOffload::Unknown);
    }

    #[test]
    fn a_family_counts_more_than_a_module_that_is_not_loaded() {
        let modules = "kernel/drivers/net/ovpn/ovpn.ko.zst: kernel/net/ipv4/udp_tunnel.ko.zst\n";
        let both = ["nlctrl".to_owned(), "ovpn-dco-v2".to_owned()];
        let present = |family: &str| KernelOffload::Present { family: family.to_owned() };
        assert_eq!(judge(&both, modules), present("ovpn-dco-v2"));
        assert_eq!(judge(&["ovpn".to_owned(), "ovpn-dco-v2".to_owned()], ""), present("ovpn"));
        let none = ["nlctrl".to_owned(), "ovpn-other".to_owned()];
        assert_eq!(judge(&none, modules), KernelOffload::NotLoaded { module: "ovpn".to_owned() });
        assert_eq!(judge(&none, "kernel/drivers/net/notovpn.ko: ovpn.ko\n"), KernelOffload::Absent);
        assert_eq!(
            judge(&none, "updates/dkms/ovpn-dco-v2.ko:"),
            KernelOffload::NotLoaded { module: "ovpn-dco-v2".to_owned() }
        );
    }

    #[test]
    fn bad_answers_are_refused() {
        let mut names = Vec::new();
        assert!(!read(&[], &mut names).unwrap());
        let header = |len: u32, kind: u16| [&len.to_ne_bytes()[..], &kind.to_ne_bytes(), &[0; 10]].concat();
        assert!(read(&header(16, NLMSG_DONE), &mut names).unwrap());
        for len in [0, 15, 17] {
            assert!(read(&header(len, GENL_ID_CTRL), &mut names).is_err(), "{len}");
        }
        let refused = [header(20, NLMSG_ERROR), (-1i32).to_ne_bytes().to_vec()].concat();
        assert_eq!(read(&refused, &mut names).unwrap_err().raw_os_error(), Some(1));
        for attributes in [&[0, 0, 0, 0][..], &[3, 0, 2, 0], &[9, 0, 2, 0, b'x'], &[4, 0]] {
            assert_eq!(family_name(attributes), None, "{attributes:?}");
        }
        assert!(names.is_empty());
    }
}
