//! The two ends of the interface: what the engine calls, and how a request from elsewhere is served.

use std::net::SocketAddr;

use futures_util::future::BoxFuture;
use netconf::NetError;
use tokio::sync::mpsc;
use vpn_api::{Owner, Protection, ProtectionRequest, TunnelSlot};

use crate::{
    interface::InterfaceHandle,
    request::{
        InterfaceError, InterfaceGrant, NameServers, NetworkRequest, PrivilegedEvent, Refusal, Request, Response,
        SocketError, Want,
    },
};

/// Whoever has the rights. Calls that only make something answer within a moment and may block for it; what changes the
/// network takes its time.
pub trait Privileged: Send + Sync + 'static {
    /// Makes the interface of a tunnel, or gives the one that is there.
    ///
    /// # Errors
    /// [`InterfaceError`]: nothing was made.
    fn create_interface(&self, slot: TunnelSlot) -> Result<(InterfaceGrant, InterfaceHandle), InterfaceError>;

    /// Leads a socket, which is going to lead to this address, past all tunnels. Before it is connected, and before anything is sent.
    ///
    /// # Errors
    /// [`SocketError`]: it is to be thrown away.
    fn lead_past_tunnels(&self, socket: &socket2::Socket, remote: SocketAddr) -> Result<(), SocketError>;

    /// Changes the machine's network. Dropping the answer ends the work at its next step, other than an undo;
    /// what was changed is in the journal.
    ///
    /// # Errors
    /// As [`netconf::MachineNetwork`] has them.
    fn network(&self, request: NetworkRequest) -> BoxFuture<'static, Result<(), NetError>>;

    /// The name servers of the uplinks are these. Sockets may lead to them past the tunnels from when this is called, and everybody may
    /// ask them where a sign-in is let out.
    ///
    /// # Errors
    /// [`Refusal`]: the lock could not be made so.
    fn name_servers(&self, servers: NameServers) -> BoxFuture<'static, Result<(), Refusal>>;

    /// Says that a connection is wanted, or what changed about it.
    ///
    /// # Errors
    /// [`Refusal`]: nothing has changed.
    fn want(&self, want: Want) -> BoxFuture<'static, Result<(), Refusal>>;

    /// Says that a connection is not wanted any more. Overtakes everything else, and is done to its end.
    ///
    /// # Errors
    /// [`Refusal`]: something could not be put back.
    fn unwant(&self, slot: TunnelSlot) -> BoxFuture<'static, Result<(), Refusal>>;

    /// All connections that are wanted, with what was kept for them.
    fn wanted(&self) -> BoxFuture<'static, Vec<Want>>;

    /// Changes the lock on behalf of a user, who may do so.
    ///
    /// # Errors
    /// [`Refusal`]: nothing has changed.
    fn protect(&self, user: Owner, request: ProtectionRequest) -> BoxFuture<'static, Result<Protection, Refusal>>;

    /// The lock as it is.
    fn protection(&self) -> BoxFuture<'static, Protection>;

    /// What is told without being asked, from here on.
    fn events(&self) -> mpsc::Receiver<PrivilegedEvent>;
}

/// Does work to its end, begun now, though nobody may wait for it any more: whoever asked for it can go at any moment, and what
/// is decided has to become so, an undo first of all. `gone`: the answer where the work itself is no more.
pub fn to_the_end<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static, gone: T) -> BoxFuture<'static, T> {
    let task = tokio::spawn(work);
    Box::pin(async move { task.await.unwrap_or(gone) })
}

/// An answer, and what comes with it.
#[derive(Debug)]
pub struct Reply {
    /// The answer.
    pub result: Result<Response, Refusal>,
    /// What is no value and crosses a process border beside the answer, for [`Response::Interface`].
    pub descriptor: Option<InterfaceHandle>,
}

impl From<Result<Response, Refusal>> for Reply {
    fn from(result: Result<Response, Refusal>) -> Self {
        Self { result, descriptor: None }
    }
}

/// Serves one request. `socket`: what came with it.
pub async fn dispatch(privileged: &dyn Privileged, request: Request, socket: Option<socket2::Socket>) -> Reply {
    match request {
        Request::CreateInterface(slot) => match privileged.create_interface(slot) {
            Ok((grant, handle)) => Reply { result: Ok(Response::Interface(grant)), descriptor: Some(handle) },
            Err(error) => Err(error.into()).into(),
        },
        Request::LeadPast(remote) => {
            let led = socket.ok_or(SocketError::NotPermitted);
            led.and_then(|socket| privileged.lead_past_tunnels(&socket, remote))
                .map(|()| Response::Done)
                .map_err(Refusal::from)
                .into()
        }
        Request::Network(request) => match privileged.network(request).await {
            Ok(()) => Ok(Response::Done).into(),
            Err(error) => Err(error.into()).into(),
        },
        Request::NameServers(servers) => privileged.name_servers(servers).await.map(|()| Response::Done).into(),
        Request::Want(want) => privileged.want(*want).await.map(|()| Response::Done).into(),
        Request::Unwant(slot) => privileged.unwant(slot).await.map(|()| Response::Done).into(),
        Request::Wanted => Ok(Response::Wanted(privileged.wanted().await)).into(),
        Request::Protect { user, request } => {
            privileged.protect(user, request).await.map(|protection| Response::Protection(Box::new(protection))).into()
        }
        Request::Protection => Ok(Response::Protection(Box::new(privileged.protection().await))).into(),
    }
}

#[cfg(test)]
mod tests {
    use netconf::BadPlan;
    use vpn_api::TunnelSlot;

    use super::*;

    /// Has no rights and no network.
    struct Powerless;

    impl Privileged for Powerless {
        fn create_interface(&self, slot: TunnelSlot) -> Result<(InterfaceGrant, InterfaceHandle), InterfaceError> {
            Err(InterfaceError::Busy(slot.interface()))
        }

        fn lead_past_tunnels(&self, socket: &socket2::Socket, remote: SocketAddr) -> Result<(), SocketError> {
            Ok(socket.bind(&remote.into())?)
        }

        fn network(&self, request: NetworkRequest) -> BoxFuture<'static, Result<(), NetError>> {
            Box::pin(async move {
                match request {
                    NetworkRequest::Revert(_) => Ok(()),
                    NetworkRequest::Apply(_) => Err(NetError::BadPlan(BadPlan::Mtu)),
                }
            })
        }

        fn name_servers(&self, servers: NameServers) -> BoxFuture<'static, Result<(), Refusal>> {
            Box::pin(async move { if servers.is_empty() { Err(Refusal::NotWanted) } else { Ok(()) } })
        }

        fn want(&self, _want: Want) -> BoxFuture<'static, Result<(), Refusal>> {
            Box::pin(async { Err(Refusal::TooLarge) })
        }

        fn unwant(&self, _slot: TunnelSlot) -> BoxFuture<'static, Result<(), Refusal>> {
            Box::pin(async { Ok(()) })
        }

        fn wanted(&self) -> BoxFuture<'static, Vec<Want>> {
            Box::pin(async { Vec::new() })
        }

        fn protect(
            &self,
            _user: Owner,
            _request: ProtectionRequest,
        ) -> BoxFuture<'static, Result<Protection, Refusal>> {
            Box::pin(async { Err(Refusal::NotWanted) })
        }

        fn protection(&self) -> BoxFuture<'static, Protection> {
            Box::pin(async { Protection::default() })
        }

        fn events(&self) -> mpsc::Receiver<PrivilegedEvent> {
            mpsc::channel(1).1
        }
    }

    #[tokio::test]
    async fn each_request_has_its_answer_and_only_things_come_as_descriptors() {
        let serve = async |request| {
            let text = serde_json::to_string(&request).unwrap();
            dispatch(&Powerless, serde_json::from_str(&text).unwrap(), None).await
        };
        let refused = serve(Request::CreateInterface(TunnelSlot(9))).await;
        assert_eq!(refused.result, Err(InterfaceError::Busy("adit9".to_owned()).into()));
        let reverted = serve(Request::Network(NetworkRequest::Revert(TunnelSlot(1)))).await;
        assert_eq!((reverted.result, reverted.descriptor.is_none()), (Ok(Response::Done), true));
        let plan = vpn_api::NetworkPlan::open(TunnelSlot(1));
        let applied = serve(Request::Network(NetworkRequest::Apply(Box::new(plan)))).await;
        assert_eq!(applied.result, Err(NetError::BadPlan(BadPlan::Mtu).into()));

        let known = serve(Request::NameServers(["192.0.2.53:53".parse().unwrap()].into())).await;
        assert_eq!(known.result, Ok(Response::Done));

        let remote: SocketAddr = "127.0.0.1:0".parse().unwrap();
        assert_eq!(serve(Request::LeadPast(remote)).await.result, Err(SocketError::NotPermitted.into()), "no socket");
        let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::DGRAM, None).unwrap();
        let own = socket.try_clone().unwrap();
        let led = dispatch(&Powerless, Request::LeadPast(remote), Some(socket)).await;
        assert_eq!((led.result, led.descriptor.is_none()), (Ok(Response::Done), true));
        assert_ne!(own.local_addr().unwrap().as_socket().unwrap().port(), 0, "it is the same socket");
    }
}
