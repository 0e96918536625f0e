using Microsoft.AspNetCore.SignalR;
using MySpinBot.Server.Answers;

namespace MySpinBot.Server.Hub;

/// <summary>Tells a refusal to whoever called: <c>code: sentence</c>. What is a bug stays one, and SignalR says no more of it than that.</summary>
internal sealed class HubRefusals : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (Exception refusal) when (Problem.Of(refusal) is { } problem)
        {
            throw new HubException($"{problem.Code}: {problem.Detail}", refusal);
        }
    }
}
