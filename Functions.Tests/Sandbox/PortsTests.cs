using System.Net;
using System.Net.Sockets;
using BadgeFunctions.Sandbox.Processes;

namespace BadgeFunctions.Functions.Tests.Sandbox;

public sealed class PortsTests
{
    [Fact]
    public void When_a_port_is_taken_another_is_chosen()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        Assert.NotEqual(port, Ports.FreeFrom(port));
    }

    [Fact]
    public void A_port_that_was_chosen_is_not_given_to_anybody_else_even_while_nobody_listens_on_it()
    {
        var port = Ports.Reserve();

        Assert.NotEqual(port, Ports.FreeFrom(port));
    }
}
