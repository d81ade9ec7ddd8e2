using TwinningWorkflow.Verify;

return VerifyCommand.Run(args, Console.Out, Console.Error);
