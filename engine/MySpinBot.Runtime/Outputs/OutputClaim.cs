using System.Runtime.InteropServices;

namespace MySpinBot.Runtime.Outputs;

/// <summary>Which output of a job this is: a call that runs again makes the same claims.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="Call">Which call of it.</param>
/// <param name="Prefix">The prefix as the node gave it, before anything is filled in.</param>
/// <param name="Extension">With its dot.</param>
/// <param name="Order">Which of the call's outputs of this prefix and extension.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OutputClaim(string NodeId, int Call, string Prefix, string Extension, int Order);
