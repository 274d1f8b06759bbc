# What goes where with several tunnels, whether it really does, what two tunnels both want, and how much went through them.
# $name and $other are connections.


## What goes through one tunnel while others are up

sentence-all-but-one = Todo o tráfego passa por { $name }, exceto { $network }, que passa por { $other }.
sentence-all-but-some = Todo o tráfego passa por { $name }, exceto { $count } redes, que passam por outros túneis.
sentence-rest-elsewhere =
    { $count ->
        [one] Uma rede passa por { $name }.
        [many] { $count } de redes passam por { $name }.
       *[other] { $count } redes passam por { $name }.
    } Todo o resto passa por { $other }, conectado primeiro.
sentence-nothing-all-taken = Nada passa por { $name }: { $other } foi conectado primeiro e leva todo o tráfego.
sentence-nothing-taken = Nada passa por { $name }: { $other } está com as redes dele.
sentence-some-lost =
    { $count ->
        [one] Uma rede passa por { $name }
        [many] { $count } de redes passam por { $name }
       *[other] { $count } redes passam por { $name }
    }; { $lost ->
        [one] mais uma passa por { $other }.
        [many] mais { $lost } de passam por outros túneis.
       *[other] mais { $lost } passam por outros túneis.
    }

## What goes where

ways-title = O que passa por onde
ways-names = Nomes
ways-everything = Tudo
ways-everything-else = Todo o resto
ways-ipv6 = IPv6
ways-ipv6-else = Outro IPv6
ways-all-names = Todos os nomes
ways-other-names = Outros nomes
ways-below = *.{ $domain }
ways-direct = diretamente
ways-held = bloqueado
ways-as-without = como sem túnel
ways-servers = { $servers } por { $name }
ways-server = { $server } ({ $name })
ways-more =
    { $count ->
        [one] Mais uma rede
        [many] Mais { $count } de redes
       *[other] Mais { $count } redes
    }
ways-later = { $other } também a quer. { $name } foi conectado primeiro.
ways-wider = { $other } quer { $network }, que a inclui. A rede menor prevalece.
ways-one-list = Este computador consulta estes servidores um após o outro para cada nome.
ways-other-user = um túnel de outro usuário

## What was looked at

check-title-ago =
    { $unit ->
        [seconds] Verificado há { $count } s
        [minutes] Verificado há { $count } min
       *[now] Verificado agora mesmo
    }
check-waiting = Ainda não verificado
check-running = Verificando…
check-now = Verificar agora
check-again = Conectar de novo
check-routes = Rotas como planejado
check-routes-astray =
    { $count ->
        [one] { $network } não passa pelo túnel
        [many] { $count } de redes não passam pelo túnel, entre elas { $network }
       *[other] { $count } redes não passam pelo túnel, entre elas { $network }
    }
    .advice =
        { $by ->
            [nowhere] O tráfego não vai a lugar nenhum. Outro programa alterou as rotas deste computador.
           *[other] O tráfego sai por { $by }. Outro programa alterou as rotas deste computador.
        }
check-names =
    { $count ->
        [one] O servidor de nomes responde pelo túnel
        [many] Os servidores de nomes respondem pelo túnel
       *[other] Os servidores de nomes respondem pelo túnel
    }
check-names-silent = O servidor de nomes { $server } não responde
    .advice = Nomes deste túnel podem não ser encontrados. Se conectar de novo não adiantar, avise o administrador do servidor.
check-names-refused = O servidor de nomes { $server } se recusa a responder
    .advice = Nomes deste túnel podem não ser encontrados. Avise o administrador do servidor.
check-names-beside = O servidor de nomes { $server } não é consultado pelo túnel
    .advice =
        { $by ->
            [nowhere] Não há caminho até ele. Outro programa alterou as rotas deste computador.
           *[other] Ele seria consultado por { $by }. Outro programa alterou as rotas deste computador.
        }
check-names-unused = Este computador consulta outros servidores de nomes
    .advice = Outro programa substituiu os servidores de nomes do túnel.
check-ipv6-carried = IPv6 passa pelo túnel
check-ipv6-held = IPv6 bloqueado
check-ipv6-astray = IPv6 sai por fora do túnel
    .advice = Sai por { $by }. Outro programa alterou as rotas deste computador.
check-round-trip = Ida e volta ao servidor
check-round-trip-value = { $ms } ms
check-round-trip-short = menos de 1 ms

## What two tunnels both want

overlap-title = { $name } e { $other } querem as mesmas redes
overlap-title-all = { $name } e { $other } levam ambos todo o tráfego
overlap-stays = { $network } fica com { $other }, que já está conectado.
overlap-goes = { $network } passa por { $name }, que pede a rede menor.
overlap-stays-wider = { $network }, dentro dela, fica com { $other }, que pede a rede menor.
overlap-all-stays = Todo o tráfego fica com { $other }, que já está conectado.
overlap-more =
    { $count ->
        [one] Mais uma rede é pedida pelos dois.
        [many] Mais { $count } de redes são pedidas pelos dois.
       *[other] Mais { $count } redes são pedidas pelos dois.
    }
overlap-both = Conectar os dois
overlap-instead = Desconectar { $other } antes
overlap-cancel = Cancelar

## The end of a session

session-soon = O servidor encerra esta sessão às { $time }.
    .advice = Conecte de novo antes disso se precisar dela por mais tempo.
notify-session-end = { $name } termina às { $time }
    .advice = O servidor encerra então esta sessão. Conecte de novo antes disso se precisar dela por mais tempo.

## How much went through

history-minute = 60 s
history-hour = 1 h
history-today = Hoje
history-month = Mês
history-span = Tempo
history-off = O tráfego não é registrado. Você pode ativar isso nas configurações.
history-none = Nada ainda.
history-clear = Limpar histórico
history-sum = { $received } recebidos, { $sent } enviados
history-month-table = Tráfego deste mês por perfil
history-profile = Perfil
history-received = Recebido
history-sent = Enviado
history-dropped = Descartados: { $causes }
